package org.jftrace.bpf;

import org.jftrace.spi.arch.image.FunctionModel;

/** What a program is attached to. */
public sealed interface BpfTarget {
    /**
     * Names a function.
     *
     * @param name exact
     * @param model its arguments and result; all programs on one function must agree on it
     * @return a target
     */
    static BpfTarget function(String name, FunctionModel model) {
        return new Function(name, model);
    }

    /**
     * Names a program, loaded as {@link BpfProgram.Builder#traceable()}. What is attached to it sees one argument that
     * matters, the address of the context of the program.
     *
     * @param program of the same {@link Bpf}
     * @return a target
     */
    static BpfTarget program(BpfProgram program) {
        return new Program(program);
    }

    /**
     * A function.
     *
     * @param name exact
     * @param model its arguments and result
     */
    record Function(String name, FunctionModel model) implements BpfTarget {}

    /**
     * A program.
     *
     * @param program loaded as traceable
     */
    record Program(BpfProgram program) implements BpfTarget {}
}
