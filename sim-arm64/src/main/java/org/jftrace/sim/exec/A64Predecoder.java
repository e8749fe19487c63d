package org.jftrace.sim.exec;

import org.jftrace.arm64.a64.AtomicMemory;
import org.jftrace.arm64.a64.BranchesExceptionsSystem;
import org.jftrace.arm64.a64.DataProcessingImmediate;
import org.jftrace.arm64.a64.DataProcessingRegister;
import org.jftrace.arm64.a64.Decoder;
import org.jftrace.arm64.a64.Form;
import org.jftrace.arm64.a64.LoadStoreExclusive;
import org.jftrace.arm64.a64.LoadStorePair;
import org.jftrace.arm64.a64.LoadStoreRegister;
import org.jftrace.arm64.a64.text.Disassembler;
import org.jftrace.sim.cpu.Predecoder;
import org.jftrace.sim.cpu.Step;
import org.jftrace.sim.exec.control.ControlSteps;
import org.jftrace.sim.exec.control.ExceptionSteps;
import org.jftrace.sim.exec.immediate.DataImmediateSteps;
import org.jftrace.sim.exec.memory.AtomicSteps;
import org.jftrace.sim.exec.memory.OrderedSteps;
import org.jftrace.sim.exec.memory.PairSteps;
import org.jftrace.sim.exec.memory.RegisterSteps;
import org.jftrace.sim.exec.operand.Operands;
import org.jftrace.sim.exec.register.DataRegisterSteps;

/** The meaning of all words: those of no form, and those that user code may not execute, become steps that throw. */
public final class A64Predecoder implements Predecoder {
    /** Makes one; it has no state. */
    public A64Predecoder() {}

    @Override
    public Step decode(long address, int word) {
        Form form = Decoder.decode(word);
        if (form == null) {
            return ExceptionSteps.trap("undefined instruction");
        }
        Operands o = Operands.of(form, address, word);
        if (form instanceof DataProcessingImmediate row) {
            return DataImmediateSteps.of(row, o);
        } else if (form instanceof DataProcessingRegister row) {
            return DataRegisterSteps.of(row, o);
        } else if (form instanceof BranchesExceptionsSystem row) {
            return ControlSteps.of(row, o);
        } else if (form instanceof LoadStoreRegister row) {
            return RegisterSteps.of(row, o);
        } else if (form instanceof LoadStorePair row) {
            return PairSteps.of(row, o);
        } else if (form instanceof LoadStoreExclusive row) {
            return OrderedSteps.of(row, o);
        } else if (form instanceof AtomicMemory row) {
            return AtomicSteps.of(row, o);
        }
        throw new IllegalStateException("no steps for form " + form.name());
    }

    @Override
    public String describe(long address, int word) {
        return String.format("%08x %s", word, Disassembler.disassemble(word, address));
    }
}
