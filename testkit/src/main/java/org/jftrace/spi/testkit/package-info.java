/**
 * What an embedder's tests ask of a machine.
 *
 * <p>The conformance kit is a set of JUnit 5 tests of the promises in {@link org.jftrace.spi}. A test class implements
 * {@link org.jftrace.spi.testkit.MachineConformance}, or {@link org.jftrace.spi.testkit.code.ExecutingConformance} if the
 * machine executes the code of trampolines, and says how a machine is made:
 *
 * <pre>{@code
 * class MyMachineTest implements MachineConformance {
 *     public MachineUnderTest open() {
 *         return new MyMachineUnderTest(new MyMachine());
 *     }
 * }
 * }</pre>
 */
@NullMarked
package org.jftrace.spi.testkit;

import org.jspecify.annotations.NullMarked;
