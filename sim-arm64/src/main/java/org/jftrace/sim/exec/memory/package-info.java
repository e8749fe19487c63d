/** Loads and Stores (Arm ARM C4.1). */
@NullMarked
package org.jftrace.sim.exec.memory;

import org.jspecify.annotations.NullMarked;
