/** Data Processing: immediate and register (Arm ARM C4.1). */
@NullMarked
package org.jftrace.sim.exec.data;

import org.jspecify.annotations.NullMarked;
