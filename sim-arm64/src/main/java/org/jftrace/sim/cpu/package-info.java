/**
 * One A64 CPU: register file, exclusive monitor, run loop, and the decoded code that all CPUs of a machine share. What
 * the instructions do is {@code org.jftrace.sim.exec}.
 */
@NullMarked
package org.jftrace.sim.cpu;

import org.jspecify.annotations.NullMarked;
