/**
 * Words as text, as GNU objdump prints them. {@link org.jftrace.arm64.a64.text.Disassembler} is the door; the syntax of
 * an instruction stands in its row, that of an alias in a row of an alias table, and an operand is printed by name.
 */
@NullMarked
package org.jftrace.arm64.a64.text;

import org.jspecify.annotations.NullMarked;
