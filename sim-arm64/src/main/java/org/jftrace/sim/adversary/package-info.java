/**
 * A machine whose CPUs play foul: they do whatever the architecture allows and real cores rarely do, and they do it when told to.
 *
 * <p>Nothing runs by itself. {@link org.jftrace.sim.adversary.AdversaryCpu} says in how many ways a CPU can go on, and takes
 * the step that is chosen; {@link org.jftrace.sim.adversary.Pacer} is asked before each operation of the host. So the same
 * choices are the same run. What a CPU may do:
 *
 * <ul>
 *   <li><b>Fetch.</b> Any word that was there since its last context synchronisation event, each time anew. If an instruction
 *       that may not be swapped under execution is among them (Arm ARM B2.2.5), that is a {@link
 *       org.jftrace.sim.adversary.Violation}, for then the CPU may do anything.
 *   <li><b>Load.</b> Any value since the one it has seen there, as if the load had been satisfied early; not one that is older
 *       than what an address dependency, an acquire, a barrier, a context synchronisation event or the fetch of a newer word
 *       has shown it.
 *   <li><b>Store.</b> Stores outside its stack wait in a buffer of four and leave it in any order but that of one address;
 *       barriers, releases, host calls and interrupts empty it.
 * </ul>
 *
 * <p>What it does not do: a store never becomes visible before an earlier load of its CPU is satisfied (load buffering), and
 * memory that was freed is not given out again, so that whoever still goes there is caught.
 */
@NullMarked
package org.jftrace.sim.adversary;

import org.jspecify.annotations.NullMarked;
