package org.jftrace.arm64.a64.text;

import java.util.function.Predicate;
import org.jftrace.arm64.a64.Form;

/**
 * The name that is preferred to the instruction's own when {@code where} holds.
 *
 * @param form the row that it stands for
 * @param syntax as in a row
 * @param where on which words of the row
 */
record Alias(Form form, Syntax syntax, Predicate<Instruction> where) {
    static Alias alias(Form form, String syntax, Predicate<Instruction> where) {
        return new Alias(form, new Syntax(syntax), where);
    }
}
