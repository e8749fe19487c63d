package org.jftrace.jcstress.rig;

import org.jftrace.Filter;
import org.jftrace.FtraceCallback;
import org.jftrace.FtraceOps;
import org.jftrace.OpsFlag;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.HostEntry;
import org.jftrace.spi.testkit.forwarding.NoSection;

/** A light machine with the real core on it. Made anew for each sample, so it is small. */
public final class Rig {
    public static final int NOP = 0xd503201f;
    public static final int RET = 0xd65f03c0;

    private static final int LONG = 40;

    public final LightMachine machine;
    public final FtraceCore ftrace;

    /** What the literals of untraced sites hold. */
    public final long nopOps;

    /** What memory and gates the core takes for itself. */
    private final long bytesAtRest;

    private final int gatesAtRest;

    public final ArchPort port;

    private Rig(LightMachine machine, Machine asTheCoreSeesIt) {
        this.machine = machine;
        this.port = Arm64Port.on(asTheCoreSeesIt);
        this.ftrace = FtraceCore.open(asTheCoreSeesIt, port);
        machine.intercept(ftrace.hostEntry());
        nopOps = literal(0);
        bytesAtRest = machine.allocatedBytes();
        gatesAtRest = machine.mappedGates();
    }

    public static Rig withFunctions(int count) {
        return on(LightMachine.builder().functions(count).heap(2048).build());
    }

    /** One function, between whose call site and RET there is time for something else to happen. */
    public static Rig withALongFunction() {
        Rig rig = on(LightMachine.builder().functions(1).heap(4096).build());
        CodeMemory memory = rig.machine.memory();
        long body = memory.allocateCode(4L * (LONG + 1), rig.machine.symbols().text());
        for (int i = 0; i < LONG; i++) {
            memory.patchWord(body + 4L * i, NOP);
        }
        memory.patchWord(body + 4L * LONG, RET);
        rig.ftrace.register(FtraceOps.builder("long")
                .filter(Filter.name("f0"))
                .flags(OpsFlag.IPMODIFY)
                .callback((ip, parentIp, ops, regs) -> regs.setInstructionPointer(body))
                .build());
        return rig;
    }

    public static Rig on(LightMachine machine) {
        return new Rig(machine, machine);
    }

    /** For an embedder that breaks a promise of the SPI: the core gets it, the CPUs are those of the machine inside. */
    public static Rig onBroken(LightMachine machine, Machine broken) {
        return new Rig(machine, broken);
    }

    public Registration register(String name, Filter filter, FtraceCallback callback) {
        return ftrace.register(FtraceOps.of(name, filter, callback));
    }

    public LightCpu cpu(int id) {
        return machine.cpu(id);
    }

    public void call(int cpu, int function) {
        machine.cpu(cpu).call(machine.function(function));
    }

    public HostEntry hostEntry() {
        return ftrace.hostEntry();
    }

    /** For an embedder that intercepts without telling the core when it reads. */
    public HostEntry hostEntryWithoutSections() {
        return port.hostEntry(new NoSection());
    }

    /** The word that is swapped between NOP and BL. */
    public int word(int function) {
        return machine.memory().readWord(machine.ip(function));
    }

    /** The ops pointer of a site, with acquire, as the trampoline's load has it by address dependency. */
    public long literal(int function) {
        return machine.memory().readLongAcquire(literalAddress(function));
    }

    /** All functions are of layout FOUR_TWO: see CallSiteLayout. */
    private long literalAddress(int function) {
        return machine.function(function) - 8;
    }

    /** Whether the site is as it was before anybody traced it. */
    public boolean untouched(int function) {
        return word(function) == NOP && literal(function) == nopOps;
    }

    public boolean nothingLeaked() {
        return machine.allocatedBytes() == bytesAtRest && machine.mappedGates() == gatesAtRest;
    }
}
