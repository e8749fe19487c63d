package org.jftrace.samples;

import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.testkit.MachineConformance;
import org.jftrace.spi.testkit.MachineUnderTest;

/** The conformance kit, on a machine that executes no trampoline. */
class ToyConformanceTest implements MachineConformance {
    @Override
    public MachineUnderTest open() {
        SymbolTable symbols = SymbolTable.builder("")
                .function("f", ToyMachine.BASE + 16, 16)
                .patchableEntries(ToyMachine.BASE + 8)
                .build();
        int nop = 0xd503201f;
        ToyMachine toy = new ToyMachine(new int[] {nop, nop, nop, nop, nop, nop, nop, nop}, symbols);
        long stackEnd = toy.sp();
        return new MachineUnderTest() {
            @Override
            public Machine machine() {
                return toy;
            }

            @Override
            public GuestCpu cpu() {
                return toy;
            }

            @Override
            public AddressRange writable() {
                return new AddressRange(stackEnd - 1024, stackEnd);
            }
        };
    }
}
