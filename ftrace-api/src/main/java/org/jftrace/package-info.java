/**
 * Trace functions of a running arm64 program from Java.
 *
 * <p>A tour. The snippets are compiled and run by {@code TourTest} in the samples.
 *
 * <p>A machine runs the program; an architecture port knows its instructions; the core brings them together:
 *
 * <pre>{@code
 * try (SimMachine machine = SimMachine.load(program);
 *         Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
 *     machine.run();
 * }
 * }</pre>
 *
 * <p>A tracer is a description, {@link org.jftrace.FtraceOps}: a callback, and a {@link org.jftrace.Filter} that says on
 * which functions. Registering it patches their call sites while the program runs; closing the
 * {@link org.jftrace.Registration} puts them back, and then the callback never runs again.
 *
 * <p>What a tracer may see and change of a call is in {@link org.jftrace.FtraceRegs}. What can go wrong is an
 * {@link org.jftrace.FtraceException} with the kernel's {@link org.jftrace.Errno}.
 */
@NullMarked
package org.jftrace;

import org.jspecify.annotations.NullMarked;
