/**
 * Writing A64 code: one static method for each instruction that jftrace emits, an assembler with labels, and which words
 * may be swapped for each other while other CPUs execute them.
 *
 * <p>Addresses are absolute: what is encoded relative to the instruction is given as {@code from} (where the instruction
 * will stand) and {@code to}. What cannot be encoded is refused with the value and the range that would fit.
 *
 * <p>The bits come from the rows of {@link org.jftrace.arm64.a64.Form}, so an instruction is drawn once.
 */
@NullMarked
package org.jftrace.arm64.a64.emit;

import org.jspecify.annotations.NullMarked;
