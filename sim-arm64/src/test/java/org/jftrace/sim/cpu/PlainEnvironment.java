package org.jftrace.sim.cpu;

/** Stops at every SVC; has no gates. */
public class PlainEnvironment implements Environment {
    @Override
    public void supervisorCall(Cpu cpu, int immediate) {
        cpu.stop();
    }

    @Override
    public boolean hostGate(Cpu cpu, long address) {
        return false;
    }

    @Override
    public void attention(Cpu cpu) {
        throw new AssertionError("nobody asked for attention");
    }

    @Override
    public long virtualCount(Cpu cpu) {
        return cpu.instructions();
    }
}
