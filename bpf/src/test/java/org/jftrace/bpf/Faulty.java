package org.jftrace.bpf;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.Machine;
import org.jftrace.spi.arch.ArchPort;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.image.ImageFactory;
import org.jftrace.spi.arch.image.ImageSpec;
import org.jftrace.spi.arch.image.TrampolineImage;

/** A machine of which the gates are counted, and an architecture that at some time has no room for an image. */
final class Faulty {
    final Set<Object> gates = new HashSet<>();
    final Set<Long> images = new HashSet<>();
    /** Which image from now on cannot be made, 1 for the next; 0 for none. */
    int failing;

    /** The calls of an embedder's machine, counted on their way. */
    Machine machine(Machine real) {
        return proxy(Machine.class, real, (method, arguments, result) -> {
            if (method.getName().equals("mapHostCall")) {
                gates.add(result);
            } else if (method.getName().equals("unmapHostCall")) {
                gates.remove(arguments[0]);
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
