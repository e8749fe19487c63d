package org.jftrace.sim.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.GuestTask;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.MachineClosedException;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.TraceState;

/** For each check of gates, CPUs and closing a machine that breaks it. */
final class BrokenMachines {
    private BrokenMachines() {}

    static Stream<Breakage> all() {
        return Stream.of(gates(), hostCalls(), cpus(), closing()).flatMap(each -> each);
    }

    private static Stream<Breakage> gates() {
        return Stream.of(
                Breakage.machine("eachMappingIsAGateOfItsOwn", sound -> new BrokenMachine(sound) {
                    private final Map<HostCall, Long> gates = new HashMap<>();

                    @Override
                    public long mapHostCall(HostCall call) {
                        return gates.computeIfAbsent(call, super::mapHostCall);
                    }
                }),
                Breakage.machine("onlyWhatIsMappedCanBeUnmapped", sound -> new BrokenMachine(sound) {
                    @Override
                    public void unmapHostCall(long gate) {
                        if (gate != 0) {
                            super.unmapHostCall(gate);
                        }
                    }
                }),
                Breakage.machine("gatesThatAreGivenBackNeverRunOut", BrokenMachines::keepingGates),
                Breakage.machine("aBranchToAGateThatIsGoneIsAFault", BrokenMachines::keepingGates),
                Breakage.machine("guestCodeNeitherReadsNorWritesAGate", sound -> new BrokenMachine(sound) {
                    @Override
                    public long mapHostCall(HostCall call) {
                        return 0x7fff_fff0_0000L; // in the stack of CPU 0
                    }
                }),
                Breakage.machine("gatesOfSeveralThreadsAreApart", sound -> new BrokenMachine(sound) {
                    private final Thread first = Thread.currentThread();
                    private volatile long last;

                    @Override
                    public long mapHostCall(HostCall call) {
                        if (Thread.currentThread() == first || last == 0) {
                            last = super.mapHostCall(call);
                        }
                        return last;
                    }
                }));
    }

    private static Machine keepingGates(Machine machine) {
        return new BrokenMachine(machine) {
            @Override
            public void unmapHostCall(long gate) {}
        };
    }

    private interface Around {
        void call(HostCall call, GuestCpu cpu);
    }

    private static Breakage hostCall(String check, Around around) {
        return Breakage.machine(check, sound -> new BrokenMachine(sound) {
            @Override
            public long mapHostCall(HostCall call) {
                return super.mapHostCall(cpu -> around.call(call, cpu));
            }
        });
    }

    private static Stream<Breakage> hostCalls() {
        return Stream.of(
                hostCall("aHostCallSeesTheRegistersOfItsCaller", (call, cpu) -> {
                    cpu.setX(6, 0);
                    call.call(cpu);
                }),
                hostCall("theCpuGoesOnAtX30", (call, cpu) -> {
                    long lr = cpu.x(30);
                    call.call(cpu);
                    cpu.setX(30, lr);
                }),
                hostCall("whatAHostCallThrowsEndsTheRun", (call, cpu) -> {
                    try {
                        call.call(cpu);
                    } catch (IllegalStateException swallowed) {
                        cpu.setX(0, 0);
                    }
                }),
                hostCall("aHostCallSeesTheSameTaskEachTime", (call, cpu) -> {
                    call.call(new GuestCpu.Registers(0, GuestTask.of(1, "another")));
                }),
                Breakage.machine("aHostCallMayUseTheMachine", sound -> new BrokenMachine(sound) {
                    @Override
                    public long mapHostCall(HostCall call) {
                        if (isInHostCall()) {
                            throw new IllegalStateException("not now");
                        }
                        return super.mapHostCall(call);
                    }
                }));
    }

    private static Stream<Breakage> cpus() {
        GuestTask task = GuestTask.of(1, "task");
        return Stream.of(
                Breakage.cpu("everyRegisterKeepsItsOwn64Bits", new GuestCpu.Registers(0, task) {
                    @Override
                    public void setX(int n, long value) {
                        super.setX(n, value & 0xffff_ffffL);
                    }
                }),
                Breakage.cpu("aCpusNumberIsWithinBounds", new GuestCpu.Registers(1, task)),
                Breakage.cpu("aTaskKeepsOneTraceState", new GuestCpu.Registers(0, task) {
                    @Override
                    public TraceState traceState() {
                        return new TraceState();
                    }
                }),
                Breakage.machine("memoryAndSymbolsAreAlwaysTheSame", sound -> new BrokenMachine(sound) {
                    @Override
                    public SymbolTable symbols() {
                        return SymbolTable.builder("").build();
                    }
                }),
                Breakage.machine("everyPatchableEntryIsANop", sound -> {
                    sound.memory().patchWord(sound.symbols().patchableEntries()[1] + 4, 0);
                    return sound;
                }),
                Breakage.machine("nobodyWaitsForACpuThatNeverRan", sound -> new BrokenMachine(sound) {
                    @Override
                    public void awaitQuiescence(List<AddressRange> ranges) {
                        if (ranges.isEmpty()) {
                            hang();
                        }
                    }
                }),
                Breakage.call("whereNothingIsNothingCanBeDone", (on, function) -> 0L));
    }

    private static Stream<Breakage> closing() {
        return Stream.of(
                Breakage.machine("aClosedMachineSaysSo", sound -> new BrokenMachine(sound) {
                    @Override
                    public boolean isClosed() {
                        return false;
                    }
                }),
                Breakage.memory("aClosedMachineRefusesChanges", sound -> new BrokenMemory(sound) {
                    @Override
                    public void writeLong(long address, long value) {
                        try {
                            super.writeLong(address, value);
                        } catch (MachineClosedException swallowed) {
                            super.readLong(address);
                        }
                    }
                }),
                Breakage.machine("nobodyWaitsForAClosedMachine", sound -> new BrokenMachine(sound) {
                    @Override
                    public void synchronizeCpus() {
                        if (isClosed()) {
                            hang();
                        }
                    }
                }));
    }
}
