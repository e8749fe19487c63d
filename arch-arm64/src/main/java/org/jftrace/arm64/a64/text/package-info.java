/**
 * Words as text, as GNU objdump prints them, and back. {@link org.jftrace.arm64.a64.text.Disassembler} and {@link
 * org.jftrace.arm64.a64.text.InstructionParser} are the doors; the syntax of an instruction stands in its row, that of an
 * alias in a row of an alias table, and an operand is printed and read by name.
 */
@NullMarked
package org.jftrace.arm64.a64.text;

import org.jspecify.annotations.NullMarked;
