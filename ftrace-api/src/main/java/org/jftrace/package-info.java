/**
 * Trace functions of a running arm64 program from Java.
 *
 * <p>A tour. Its snippets are compiled and run, in this order, by {@code DocumentationTest} in the samples.
 *
 * <p>A machine runs the program, an architecture port knows its instructions, the core brings them together:
 *
 * <pre>{@code
 * SimMachine machine = SimMachine.load(program);
 * Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
 * }</pre>
 *
 * <p>A tracer is a description, {@link org.jftrace.FtraceOps}: a callback, and a {@link org.jftrace.Filter} that says on
 * which functions. A description can be made anywhere and shared; it cannot change:
 *
 * <pre>{@code
 * LongAdder calls = new LongAdder();
 * Filter filter = Filter.glob("vfs_*").and(Filter.name("printk")).except("vfs_close");
 * FtraceOps counter = FtraceOps.of("counter", filter, (ip, parentIp, ops, regs) -> calls.increment());
 * }</pre>
 *
 * <p>Registering it patches the call sites, whether the program runs or not. The {@link org.jftrace.Registration} is the
 * handle to change and end it:
 *
 * <pre>{@code
 * Registration registration = ftrace.register(counter);
 * registration.setFilter(Filter.glob("vfs_*"));
 * machine.run();
 * registration.close();
 * }</pre>
 *
 * <p>When {@code close} returns the callback is not running and never runs again. What a callback may see and change of a
 * call is in {@link org.jftrace.FtraceRegs}.
 *
 * <p>Every call site can be looked up, by its own address or by that of its function:
 *
 * <pre>{@code
 * for (CallSiteInfo site : ftrace.sites()) {
 *     checkThat(site.users() == 0, site.function());
 * }
 * }</pre>
 *
 * <p>What goes wrong is an {@link org.jftrace.FtraceException} with the kernel's {@link org.jftrace.Errno}, and then
 * nothing has been changed:
 *
 * <pre>{@code
 * try {
 *     ftrace.register(FtraceOps.of("typo", Filter.name("vfs_raed"), (ip, parentIp, ops, regs) -> {}));
 * } catch (FtraceException nothingSelected) {
 *     checkThat(nothingSelected.errno() == Errno.EINVAL, nothingSelected.getMessage());
 * }
 * ftrace.close();
 * machine.close();
 * }</pre>
 */
@NullMarked
package org.jftrace;

import org.jspecify.annotations.NullMarked;
