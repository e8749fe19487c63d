/**
 * What A64 instructions do, as steps for the CPU's run loop. The packages are the Arm ARM's top-level groups (DDI 0487,
 * C4.1): {@code immediate} and {@code register} (data processing), {@code control} (branches, exceptions, system) and
 * {@code memory} (loads and stores).
 *
 * <p>What depends only on the word is computed when it is decoded: a step's fields are slots of the register file,
 * shifted immediates and branch targets. A W register is never a case of its own where it need not be: results are cut
 * by a mask, and what looks at bit 31 or at a carry works on values shifted to the top half.
 *
 * <p>Not modelled: the alignment check of SP of the Arm ARM (SCTLR_EL1.SA0), which Linux has on and qemu's user mode has not.
 */
@NullMarked
package org.jftrace.sim.exec;

import org.jspecify.annotations.NullMarked;
