/** Branches, Exception Generating and System instructions (Arm ARM C4.1). */
@NullMarked
package org.jftrace.sim.exec.control;

import org.jspecify.annotations.NullMarked;
