package org.jftrace.arm64.a64;

/**
 * One encoding form of the A64 instruction set: one row of a table. The rows are enum constants, grouped in files named
 * as the Arm ARM names the encoding groups (DDI 0487, C4.1).
 */
public interface Form {
    /** {@return the name of the row: the mnemonic, then the kind of operand where one mnemonic has several} */
    String name();

    /** {@return the bits of the row} */
    Encoding encoding();

    /**
     * The assembler text of the row, with operands between angle brackets: {@code add <Rd|SP>, <Rn|SP>, <imm12>}.
     *
     * <p>{@code Wd}, {@code Xd} and {@code Rd} print the register in field {@code d}, R being X or W as the word says;
     * {@code |SP} says that register 31 is the stack pointer and not the zero register. The other operands are those
     * of {@code org.jftrace.arm64.a64.text.Operand}.
     *
     * @return the syntax of the row itself, before aliases
     */
    String syntax();
}
