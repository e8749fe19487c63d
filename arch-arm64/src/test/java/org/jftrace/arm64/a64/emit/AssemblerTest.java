package org.jftrace.arm64.a64.emit;

import static org.jftrace.arm64.a64.emit.Reg.X0;
import static org.jftrace.arm64.a64.emit.Reg.X1;
import static org.jftrace.arm64.a64.emit.Reg.X2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jftrace.arm64.a64.text.Disassembler;
import org.junit.jupiter.api.Test;

class AssemblerTest {
    @Test
    void labelsWorkForwardsAndBackwardsAndConstantsComeFromThePool() {
        Assembler asm = new Assembler(0x8000);
        Assembler.Label loop = asm.label("loop");
        Assembler.Label out = asm.label("out");
        Listing code = asm.ldr(X1, 0x1122334455667788L)
                .bind(loop)
                .emit((from, to) -> Branches.cbz(X0, from, to), out)
                .emit(Arithmetic.sub(X0, X0, 1))
                .emit(Branches::b, loop)
                .bind(out)
                .ldr(X2, 0x1122334455667788L)
                .ldr(X0, -1)
                .emit(Branches.ret())
                .finish();
        assertEquals("""
                58000101  ldr x1, 0x8020
                b4000060  cbz x0, 0x8010
                d1000400  sub x0, x0, #0x1
                17fffffe  b 0x8004
                58000082  ldr x2, 0x8020
                580000a0  ldr x0, 0x8028
                d65f03c0  ret
                00000000  .word 0x00000000
                55667788  .word 0x55667788
                11223344  .word 0x11223344
                ffffffff  .word 0xffffffff
                ffffffff  .word 0xffffffff
                """, code.toString());
        assertEquals(0x8000, code.base());
        assertEquals(48, code.sizeInBytes());
    }

    @Test
    void quadsAreAligned() {
        Assembler asm = new Assembler(0x1004);
        Assembler.Label datum = asm.label("datum");
        int[] words = asm.emit((from, to) -> Addresses.adr(X0, from, to), datum)
                .emit(SystemInstructions.NOP)
                .alignTo8()
                .bind(datum)
                .quad(0x0000_0002_0000_0001L)
                .finish()
                .words();
        assertArrayEquals(new int[] {Addresses.adr(X0, 0x1004, 0x1010), SystemInstructions.NOP, 0, 1, 2}, words);
        assertEquals(0x1010, datum.address());
    }

    @Test
    void aListingNeverChanges() {
        Listing listing = new Assembler(0).emit(SystemInstructions.NOP).finish();
        listing.words()[0] = 0;
        assertArrayEquals(new int[] {SystemInstructions.NOP}, listing.words());
    }

    @Test
    void anUnboundLabelIsNamedAndNothingIsFinished() {
        Assembler asm = new Assembler(0x1000);
        Assembler.Label nowhere = asm.label("nowhere");
        asm.ldr(X0, 1).emit(Branches::bl, nowhere);
        String message = assertThrows(IllegalStateException.class, asm::finish).getMessage();
        assertTrue(message.contains("nowhere"), message);
        asm.bind(nowhere);
        assertEquals(16, asm.finish().sizeInBytes());
    }

    @Test
    void misuseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Assembler(2));
        Assembler asm = new Assembler(0);
        Assembler.Label label = asm.label("here");
        asm.bind(label);
        assertThrows(IllegalStateException.class, () -> asm.bind(label));
        assertThrows(IllegalArgumentException.class, () -> new Assembler(0).bind(label));
        assertThrows(IllegalArgumentException.class, () -> new Assembler(0).emit(Branches::b, label));
        assertThrows(IllegalArgumentException.class, () -> asm.ldr(Reg.W0, 1));
        asm.finish();
        assertThrows(IllegalStateException.class, () -> asm.emit(SystemInstructions.NOP));
        assertThrows(IllegalStateException.class, asm::finish);
    }

    @Test
    void aLabelOutOfReachIsRefused() {
        Assembler asm = new Assembler(0);
        Assembler.Label far = asm.label("far");
        asm.emit((from, to) -> Branches.tbz(X0, 0, from, to), far);
        asm.emit(new int[8191]).bind(far).emit(Branches.ret());
        String message =
                assertThrows(IllegalArgumentException.class, asm::finish).getMessage();
        assertTrue(message.contains("0x8000"), message);
    }

    /** Branch i goes to the label bound before word targets[i], wherever that is. */
    @Property
    void everyBranchGoesToItsLabel(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 59) Integer> targets) {
        long base = 0x4_0000_0000L;
        Assembler asm = new Assembler(base);
        List<Assembler.Label> labels = new ArrayList<>();
        targets.forEach(target -> labels.add(asm.label("before word " + target)));
        for (int i = 0; i < targets.size(); i++) {
            asm.bind(labels.get(i)).emit(Branches::bl, labels.get(targets.get(i) % targets.size()));
        }
        int[] words = asm.finish().words();
        for (int i = 0; i < words.length; i++) {
            long to = base + 4L * (targets.get(i) % targets.size());
            assertEquals("bl 0x" + Long.toHexString(to), Disassembler.disassemble(words[i], base + 4L * i));
        }
    }
}
