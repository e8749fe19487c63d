package org.jftrace.site;

import java.util.OptionalInt;

/**
 * The report of a call site that did not hold what ftrace had left there, or could not be written; the kernel's
 * {@code ftrace_bug}. After one no code is patched any more: what is registered stays readable, no
 * callback is called, and what would change a tracer fails with {@link org.jftrace.Errno#ENODEV}; only ending one still
 * works.
 *
 * @param site the call site with its flags and tracers: as they were if it was about to lose a tracer, otherwise with the one
 *     that it was about to get; one that was being closed comes last
 * @param flags the record's word as the kernel prints it, {@code dyn_ftrace.flags} with the count in bits 18 to 0: there what
 *     could not be done is accounted for as done
 * @param reason what was being done, with the expected and the found instruction
 * @param expected the word that ought to have been there; empty if the site could not be read or written
 * @param found the word that was there
 * @param cause what the patcher threw
 */
public record FtraceBug(
        CallSiteInfo site, int flags, String reason, OptionalInt expected, OptionalInt found, Throwable cause) {}
