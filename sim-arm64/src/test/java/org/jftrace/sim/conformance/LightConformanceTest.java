package org.jftrace.sim.conformance;

import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.GuestCpu;
import org.jftrace.spi.Machine;
import org.jftrace.spi.testkit.CloseConformance;
import org.jftrace.spi.testkit.MachineConformance;
import org.jftrace.spi.testkit.MachineUnderTest;

class LightConformanceTest implements MachineConformance, CloseConformance {
    @Override
    public MachineUnderTest open() {
        LightMachine machine = LightMachine.builder().functions(4).heap(1 << 16).build();
        long stackEnd = machine.cpu(0).sp();
        return new MachineUnderTest() {
            @Override
            public Machine machine() {
                return machine;
            }

            @Override
            public GuestCpu cpu() {
                return machine.cpu(0);
            }

            @Override
            public AddressRange writable() {
                return new AddressRange(stackEnd - 2048, stackEnd - 1024);
            }

            @Override
            public void close() {
                machine.close();
            }
        };
    }
}
