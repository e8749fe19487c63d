package org.jftrace.spi.testkit.code;

import org.jftrace.spi.AddressRange;
import org.jftrace.spi.CodeMemory;

/** The guest programs of the kit: position-independent words, arguments in x0 to x7. */
final class GuestCode {
    /** {@code mov x0, #n}, a result. */
    static final int RESULT = 0xd2800000;

    static final int[] CONSTANT = {
        0xd2800020, // mov x0, #0x1
        0xd65f03c0, // ret
    };

    /** Writes 1 to [x0], and to [x0, #8] how often it did, until [x1] is not 0. Returns that number. */
    static final int[] REPORTER = {
        0xd2800005, // mov x5, #0x0
        0x91002007, // add x7, x0, #0x8
        0xd2800024, // mov x4, #0x1
        0xf9000004, // str x4, [x0]
        0x910004a5, // add x5, x5, #0x1
        0xc89ffce5, // stlr x5, [x7]
        0xc8dffc26, // ldar x6, [x1]
        0xb4ffff66, // cbz x6, 0x8
        0xaa0503e0, // mov x0, x5
        0xd65f03c0, // ret
    };

    /** Where {@link #REPORTER} says what it writes. */
    static final int REPORTED = 8;

    /** {@code mov x4, #n}, what {@link #REPORTER} writes. */
    static final int REPORT = 0xd2800004;

    /** Writes 1 to [x1], then waits until [x0] is not 0, and returns it. */
    static final int[] SPINNER = {
        0xd2800022, // mov x2, #0x1
        0xc89ffc22, // stlr x2, [x1]
        0xc8dffc03, // ldar x3, [x0]
        0xb4ffffe3, // cbz x3, 0x8
        0xaa0303e0, // mov x0, x3
        0xd65f03c0, // ret
    };

    /** Calls x2, and has a frame. */
    static final int[] FRAMED = {
        0xa9bf7bfd, // stp x29, x30, [sp, #-16]!
        0x910003fd, // mov x29, sp
        0xd63f0040, // blr x2
        0xa8c17bfd, // ldp x29, x30, [sp], #16
        0xd65f03c0, // ret
    };

    /** Calls x3, and has a frame. */
    static final int[] INNER = {
        0xa9bf7bfd, // stp x29, x30, [sp, #-16]!
        0x910003fd, // mov x29, sp
        0xd63f0060, // blr x3
        0xa8c17bfd, // ldp x29, x30, [sp], #16
        0xd65f03c0, // ret
    };

    /** Calls x7, and adds 1 to the result. */
    static final int[] ADDING = {
        0xa9bf7bfd, // stp x29, x30, [sp, #-16]!
        0x910003fd, // mov x29, sp
        0xd63f00e0, // blr x7
        0x91000400, // add x0, x0, #0x1
        0xa8c17bfd, // ldp x29, x30, [sp], #16
        0xd65f03c0, // ret
    };

    /** Where {@link #ADDING} goes on after the call. */
    static final int AFTER_CALL = 12;

    /** Tells in [x1] that it runs, then calls x2 again and again until [x0] is not 0. */
    static final int[] VISITOR = {
        0xa9bf7bfd, // stp x29, x30, [sp, #-16]!
        0x910003fd, // mov x29, sp
        0xc89ffc21, // stlr x1, [x1]
        0xd63f0040, // blr x2
        0xd280001e, // mov x30, #0x0
        0xc8dffc03, // ldar x3, [x0]
        0xb4ffffa3, // cbz x3, 0xc
        0xa8c17bfd, // ldp x29, x30, [sp], #16
        0xd65f03c0, // ret
    };

    /** Stays a while. */
    static final int[] COUNTDOWN = {
        0xd2801904, // mov x4, #0xc8
        0xd1000484, // sub x4, x4, #0x1
        0xb5ffffe4, // cbnz x4, 0x4
        0xd65f03c0, // ret
    };

    /** Writes 0 and -1 to [x0] by turns until [x1] is not 0. */
    static final int[] FLIPPER = {
        0xd2800002, // mov x2, #0x0
        0xf9000002, // str x2, [x0]
        0xaa2203e2, // mvn x2, x2
        0xc8dffc23, // ldar x3, [x1]
        0xb4ffffa3, // cbz x3, 0x4
        0xd65f03c0, // ret
    };

    /** Returns what is in [x0] once that is neither 0 nor -1, or 0 once [x1] is not 0. */
    static final int[] WATCHER = {
        0xf9400002, // ldr x2, [x0]
        0x91000443, // add x3, x2, #0x1
        0xf100047f, // cmp x3, #0x1
        0x540000a8, // b.hi 0x20
        0xc8dffc24, // ldar x4, [x1]
        0xb4ffff64, // cbz x4, 0x0
        0xd2800000, // mov x0, #0x0
        0xd65f03c0, // ret
        0xaa0203e0, // mov x0, x2
        0xd65f03c0, // ret
    };

    static final int[] LOAD = {
        0xf9400000, // ldr x0, [x0]
        0xd65f03c0, // ret
    };

    static final int[] STORE = {
        0xf9000001, // str x1, [x0]
        0xd65f03c0, // ret
    };

    private GuestCode() {}

    /** Writes a program into memory of its own. */
    static long place(ExecutingMachine on, int[] words) {
        CodeMemory memory = on.memory();
        long start =
                memory.allocateCode(4L * words.length, on.machine().symbols().text());
        for (int i = 0; i < words.length; i++) {
            memory.patchWord(start + 4L * i, words[i]);
        }
        on.machine().synchronizeCpus();
        return start;
    }

    static AddressRange range(long start, int[] words) {
        return AddressRange.ofSize(start, 4L * words.length);
    }
}
