package org.jftrace.fprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.FtraceException;
import org.jftrace.rethook.kretprobe.Kretprobe;
import org.jftrace.rethook.kretprobe.KretprobeRegistration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Probes on returns that see all registers, executed by the reference machine. */
class KretprobeTest {
    private final Guest guest = new Guest();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void theHandlerSeesTheResultAndChangesIt() {
        KretprobeRegistration registration = guest.kretprobes.register(Kretprobe.builder("ret", Guest.ACKERMANN)
                .data(1)
                .entry((ip, regs, data) -> {
                    data[0] = regs.x(1);
                    return 0;
                })
                .handler((ip, regs, data) -> {
                    log.add(data[0] + " -> " + regs.returnValue());
                    regs.setX(0, 77);
                    return 0;
                }));
        assertEquals(77, guest.ackermann(0, 1));
        assertEquals(List.of("1 -> 2"), log);
        assertEquals(0, registration.missed());
        registration.close();
        assertEquals(2, guest.ackermann(0, 1));
    }

    @Test
    void whatIsNotKnownIsNamed() {
        guest.kretprobes.register(Kretprobe.builder("honest", Guest.ACKERMANN)
                .entry((ip, regs, data) -> {
                    assertFalse(regs.knows(19));
                    UnsupportedOperationException unknown =
                            assertThrows(UnsupportedOperationException.class, () -> regs.x(19));
                    log.add(String.valueOf(unknown.getMessage()).substring(0, 3));
                    assertThrows(UnsupportedOperationException.class, () -> regs.setX(0, 1));
                    assertThrows(UnsupportedOperationException.class, regs::returnValue);
                    return 0;
                })
                .handler((ip, regs, data) -> {
                    assertTrue(regs.knows(19));
                    log.add("x19 at the return: " + guest.machine.cpu(0).x(19) + regs.x(19));
                    return 0;
                }));
        assertEquals(2, guest.ackermann(0, 1));
        assertEquals(List.of("x19", "x19 at the return: 00"), log);
    }

    @Test
    void anEntryHandlerDeclinesAndMaxActiveBounds() {
        KretprobeRegistration registration = guest.kretprobes.register(Kretprobe.builder("odd", Guest.ACKERMANN)
                .maxActive(1)
                .entry((ip, regs, data) -> regs.x(1) == 5 ? 1 : 0)
                .handler((ip, regs, data) -> {
                    log.add("returned");
                    return 0;
                }));
        guest.ackermann(0, 5);
        assertEquals(1, registration.declined());
        assertEquals(List.of(), log);
        guest.ackermann(2, 2);
        assertTrue(registration.missed() > 0);
        FtraceException negative = assertThrows(
                FtraceException.class,
                () -> guest.kretprobes.register(
                        Kretprobe.builder("bad", Guest.ACKERMANN).maxActive(-3).handler((ip, regs, data) -> 0)));
        assertEquals(Errno.EINVAL, negative.errno());
        assertTrue(String.valueOf(negative.getMessage()).contains("-3"));
    }

    @Test
    void aProbeSharedWithKprobesDoesNotRunWithinOne() {
        try (LightGuest light = new LightGuest()) {
            FprobeRegistration shared =
                    light.fprobes.register(noting("shared").sharedWithKprobes().build(), Filter.name("f1"));
            FprobeRegistration plain = light.fprobes.register(noting("plain").build(), Filter.name("f1"));
            KretprobeRegistration ret = light.kretprobes.register(
                    Kretprobe.builder("ret", Filter.name("f0")).handler((ip, regs, data) -> {
                        log.add("ret");
                        light.callFromHandler(1);
                        return 0;
                    }));
            light.call(1);
            assertEquals(List.of("plain", "shared"), log);
            light.call(0);
            assertEquals(List.of("plain", "shared", "ret", "plain"), log);
            assertEquals(1, shared.missed());
            assertEquals(0, plain.missed());
            assertEquals(0, ret.missed());
        }
    }

    private Fprobe.Builder noting(String name) {
        return Fprobe.builder(name).entry((ip, returnAddress, regs, data) -> {
            log.add(name);
            return 0;
        });
    }
}
