package org.jftrace.bpf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.image.ImageFactory;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.TrampolineImage;

/** A machine of which gates and memory are counted, and an architecture that at some time has no room for an image. */
final class Faulty {
    final Set<Object> gates = ConcurrentHashMap.newKeySet();
    final Set<Object> blocks = ConcurrentHashMap.newKeySet();
    final Set<Long> images = ConcurrentHashMap.newKeySet();
    /** Which image from now on cannot be made, 1 for the next; 0 for none. */
    int failing;

    /** The calls of an embedder's machine, counted on their way. */
    Machine machine(Machine real) {
        CodeMemory memory = memory(real.memory());
        return proxy(Machine.class, real, (method, arguments, result) -> {
            if (method.getName().equals("mapHostCall")) {
                gates.add(result);
            } else if (method.getName().equals("unmapHostCall")) {
                gates.remove(arguments[0]);
            }
            return method.getName().equals("memory") ? memory : result;
        });
    }

    private CodeMemory memory(CodeMemory real) {
        return proxy(CodeMemory.class, real, (method, arguments, result) -> {
            if (method.getName().startsWith("allocate")) {
                blocks.add(result);
            } else if (method.getName().equals("free")) {
                blocks.remove(arguments[0]);
            }
            return result;
        });
    }

    ArchPort arch(ArchPort real) {
        ImageFactory images = new Images(real.images());
        return proxy(
                ArchPort.class,
                real,
                (method, arguments, result) -> method.getName().equals("images") ? images : result);
    }

    @Override
    public String toString() {
        return gates.size() + " gates, " + blocks.size() + " blocks of memory, " + images.size() + " images";
    }

    private interface After {
        Object of(Method method, Object[] arguments, Object result);
    }

    private static <T> T proxy(Class<T> type, T real, After after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return after.of(method, arguments, method.invoke(real, arguments));
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
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
