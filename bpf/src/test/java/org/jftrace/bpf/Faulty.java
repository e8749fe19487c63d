package org.jftrace.bpf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.HostCall;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.image.ImageFactory;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.TrampolineImage;
import org.jftrace.spi.testkit.forwarding.ForwardingMachine;
import org.jftrace.spi.testkit.forwarding.ForwardingMemory;

/** A machine of which gates and memory are counted, and an architecture that at some time has no room for an image. */
final class Faulty {
    final Set<Long> gates = ConcurrentHashMap.newKeySet();
    final Set<Long> blocks = ConcurrentHashMap.newKeySet();
    final Set<Long> images = ConcurrentHashMap.newKeySet();
    /** Which image from now on cannot be made, 1 for the next; 0 for none. */
    int failing;

    /** The calls of an embedder's machine, counted on their way. */
    Machine machine(Machine real) {
        return new ForwardingMachine(real, memory(real.memory())) {
            @Override
            public long mapHostCall(HostCall call) {
                long gate = super.mapHostCall(call);
                gates.add(gate);
                return gate;
            }

            @Override
            public void unmapHostCall(long gate) {
                super.unmapHostCall(gate);
                gates.remove(gate);
            }
        };
    }

    private CodeMemory memory(CodeMemory real) {
        return new ForwardingMemory(real) {
            @Override
            public long allocateCode(long size, AddressRange near) {
                return counted(super.allocateCode(size, near));
            }

            @Override
            public long allocateData(long size) {
                return counted(super.allocateData(size));
            }

            private long counted(long block) {
                blocks.add(block);
                return block;
            }

            @Override
            public void free(long address) {
                super.free(address);
                blocks.remove(address);
            }
        };
    }

    ArchPort arch(ArchPort real) {
        ImageFactory factory = new Images(real.images());
        return (ArchPort) Proxy.newProxyInstance(
                ArchPort.class.getClassLoader(), new Class<?>[] {ArchPort.class}, (self, method, arguments) -> {
                    try {
                        return method.getName().equals("images") ? factory : method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Override
    public String toString() {
        return gates.size() + " gates, " + blocks.size() + " blocks of memory, " + images.size() + " images";
    }

    private final class Images implements ImageFactory {
        private final ImageFactory real;

        Images(ImageFactory real) {
            this.real = real;
        }

        @Override
        public TrampolineImage generate(ImageSpec spec, AddressRange near) {
            if (failing > 0 && --failing == 0) {
                throw new FtraceException(Errno.ENOMEM, "no room, on purpose");
            }
            TrampolineImage image = real.generate(spec, near);
            images.add(image.address());
            return image;
        }

        @Override
        public void free(long address) {
            images.remove(address);
            real.free(address);
        }

        @Override
        public CallSite generateStub() {
            return real.generateStub();
        }
    }
}
