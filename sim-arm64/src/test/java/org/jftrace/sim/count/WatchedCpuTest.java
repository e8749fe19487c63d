package org.jftrace.sim.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jftrace.arm64.a64.AtomicMemory;
import org.jftrace.arm64.a64.emit.Assembler;
import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.LoadStore;
import org.jftrace.arm64.a64.emit.Moves;
import org.jftrace.arm64.a64.emit.Reg;
import org.jftrace.sim.GuestFault;
import org.jftrace.sim.SimMachine;
import org.jftrace.spi.GuestCpu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedCpuTest {
    private SimMachine machine;
    private long end;

    @BeforeEach
    void load() throws IOException {
        machine = SimMachine.builder(Path.of("..", "samples", "guest", "vfs.elf"))
                .stdout(OutputStream.nullOutputStream())
                .build();
    }

    @AfterEach
    void close() {
        machine.close();
    }

    @Test
    void everyKindOfStepIsCountedAsWhatItIs() {
        long gate = machine.mapHostCall(cpu -> cpu.setX(0, 5));
        stand(asm -> {
            Assembler.Label next = asm.label("next");
            asm.emit(LoadStore.stpPre(Reg.FP, Reg.LR, Reg.SP, -32)) // store
                    .emit(LoadStore.str(Reg.X0, Reg.SP, 16)) // store
                    .ldr(Reg.X16, gate) // load
                    .emit(Branches.blr(Reg.X16)) // branch, taken, indirect, then the host call
                    .emit((from, to) -> Branches.cbz(Reg.X0, from, to), next) // branch
                    .emit((from, to) -> Branches.cbnz(Reg.X0, from, to), next) // branch, taken
                    .emit(0)
                    .bind(next)
                    .emit(LoadStore.ldpPost(Reg.FP, Reg.LR, Reg.SP, 32)) // load
                    .emit(Moves.mov(Reg.X1, Reg.X0));
        });
        Tally tally = new Tally();
        new WatchedCpu(machine).stepUntil(end, 100, tally);
        assertEquals(new Counts(8, 2, 2, 3, 2, 1, 1, 32), tally.counts());
    }

    @Test
    void theStackIsMeasuredFromWhereWatchingBegan() {
        stand(asm -> asm.emit(
                LoadStore.stpPre(Reg.X0, Reg.X1, Reg.SP, -48),
                LoadStore.stpPre(Reg.X0, Reg.X1, Reg.SP, -16),
                LoadStore.ldpPost(Reg.X0, Reg.X1, Reg.SP, 64)));
        Tally first = new Tally();
        Tally rest = new Tally();
        WatchedCpu watched = new WatchedCpu(machine);
        watched.step(first);
        watched.stepUntil(end, 100, rest);
        assertEquals(48, first.counts().stack());
        assertEquals(64, rest.counts().stack());
    }

    @Test
    void asManyInstructionsAsTheMachineCountsItself() {
        WatchedCpu watched = new WatchedCpu(machine);
        Tally tally = new Tally();
        long before = machine.instructions();
        watched.stepUntil(machine.symbols().named("kernel_main").orElseThrow().address(), 1000, tally);
        for (int i = 0; i < 5000; i++) {
            watched.step(tally);
        }
        Counts counts = tally.counts();
        assertEquals(machine.instructions() - before, counts.instructions());
        assertTrue(counts.branches() > counts.taken() && counts.taken() > counts.indirect(), counts::toString);
        assertTrue(counts.loads() > 0 && counts.stores() > 0 && counts.stack() > 0, counts::toString);
        assertEquals(0, counts.hostCalls());
    }

    @ParameterizedTest
    @CsvSource({"LDADD, true", "LDUMIN, true", "SWP, true", "CAS, true", "CASP, true", "LDAPR, false"})
    void whatReadsAndWritesIsALoadAndAStore(AtomicMemory form, boolean writes) {
        assertEquals(
                writes ? EnumSet.of(Effect.LOAD, Effect.STORE) : EnumSet.of(Effect.LOAD),
                Effect.of(form.encoding().value()));
    }

    @Test
    void prefetchingIsNoLoad() {
        assertEquals(Set.of(), Effect.of(0xf9800000)); // PRFM PLDL1KEEP, [X0]
        assertEquals(Set.of(), Effect.of(0)); // UDF
        assertEquals(Set.of(Effect.BRANCH, Effect.INDIRECT), Effect.of(0xd65f0bff)); // RETAA
    }

    @Test
    void whatFaultsIsNotCountedAndWhatDoesNotArriveIsNamed() {
        stand(asm -> asm.emit(0));
        Tally tally = new Tally();
        WatchedCpu watched = new WatchedCpu(machine);
        assertThrows(GuestFault.class, () -> watched.step(tally));
        assertEquals(0, tally.counts().instructions());
        stand(asm -> asm.emit(Branches.b(0, 0)));
        assertThrows(IllegalStateException.class, () -> new WatchedCpu(machine).stepUntil(end, 10, new Tally()));
    }

    /** Puts code into the guest and the CPU at its first word. */
    private void stand(java.util.function.Consumer<Assembler> body) {
        long start = machine.memory().allocateCode(512, machine.symbols().text());
        Assembler asm = new Assembler(start);
        body.accept(asm);
        end = asm.here();
        int[] words = asm.finish().words();
        for (int i = 0; i < words.length; i++) {
            machine.memory().patchWord(start + 4L * i, words[i]);
        }
        GuestCpu cpu = machine.cpu(0);
        cpu.setPc(start);
    }
}
