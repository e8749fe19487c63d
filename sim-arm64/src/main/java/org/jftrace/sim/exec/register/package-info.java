/** Data Processing: Register (Arm ARM C4.1). */
@NullMarked
package org.jftrace.sim.exec.register;

import org.jspecify.annotations.NullMarked;
