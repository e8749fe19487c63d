/**
 * What A64 instructions do, as steps for the CPU's run loop. One package for each of the Arm ARM's top-level groups (DDI
 * 0487, C4.1): {@code data}, {@code control} (branches, exceptions, system) and {@code memory} (loads and stores).
 *
 * <p>What depends only on the word is computed when it is decoded: a step's fields are slots of the register file,
 * shifted immediates and branch targets. A W register is never a case of its own where it need not be: results are
 * cut by a mask, and what looks at bit 31 or at a carry works on values shifted to the top half.
 */
@NullMarked
package org.jftrace.sim.exec;

import org.jspecify.annotations.NullMarked;
