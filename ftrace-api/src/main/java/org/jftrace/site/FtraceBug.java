package org.jftrace.site;

/**
 * The report of a call site that did not hold what ftrace had left there, or could not be written; the kernel's
 * {@code ftrace_bug}. After one no code is patched any more: what is registered stays readable, no
 * callback is called, and what would change a tracer fails with {@link org.jftrace.Errno#ENODEV}; only ending one still works.
 *
 * @param ip the call site
 * @param function its function
 * @param reason what was being done, with the expected and the found instruction
 * @param cause what the patcher threw
 */
public record FtraceBug(long ip, String function, String reason, Throwable cause) {}
