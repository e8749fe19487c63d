package org.jftrace.sim.light;

/**
 * What a compiler leaves where a function begins, for {@code -fpatchable-function-entry=TOTAL,BEFORE}. All functions of a
 * {@link LightMachine} take {@value #STRIDE} bytes:
 *
 * <pre>
 *              FOUR_TWO   FOUR_TWO_BTI   FOUR_TWO_UNALIGNED   TWO      TWO_BTI
 *     +0       udf        udf            udf                  udf      udf
 *     +4       udf        udf            udf                  udf      udf
 *     +8       nop        nop            udf                  udf      udf
 *     +12      nop        nop            nop                  udf      udf
 *     +16      nop        bti c          nop                  nop      bti c
 *     +20      nop        nop            nop                  nop      nop
 *     +24      ret        nop            nop                  ret      nop
 *     +28      udf        ret            ret                  udf      ret
 * </pre>
 */
public enum CallSiteLayout {
    /** {@code =4,2}: room for a literal before the function. */
    FOUR_TWO(16, 8, false),
    /** {@code =4,2 -mbranch-protection=bti}. */
    FOUR_TWO_BTI(16, 8, true),
    /** {@code =4,2} in a function that is not 8-byte aligned, as {@code -Os} makes them: its literal would be misplaced. */
    FOUR_TWO_UNALIGNED(20, 12, false),
    /** {@code =2}: no room for a literal. */
    TWO(16, 16, false),
    /** {@code =2 -mbranch-protection=bti}. */
    TWO_BTI(16, 20, true);

    /** How far functions are apart, in bytes. */
    static final int STRIDE = 32;

    private final int functionOffset;
    private final int patchableEntryOffset;
    private final boolean bti;

    CallSiteLayout(int functionOffset, int patchableEntryOffset, boolean bti) {
        this.functionOffset = functionOffset;
        this.patchableEntryOffset = patchableEntryOffset;
        this.bti = bti;
    }

    /** Where the function's first instruction lies in its {@value #STRIDE} bytes. */
    int functionOffset() {
        return functionOffset;
    }

    /** What the compiler's site table names. */
    int patchableEntryOffset() {
        return patchableEntryOffset;
    }

    /** The word that is swapped is the last of the NOPs. */
    int ipOffset() {
        return functionOffset + (bti ? 8 : 4);
    }

    /** Writes the words, as drawn above, where there is nothing but UDF. */
    void write(LightMemory memory, long start) {
        for (int offset = patchableEntryOffset; offset <= ipOffset(); offset += 4) {
            memory.patchWord(start + offset, Words.NOP);
        }
        if (bti) {
            memory.patchWord(start + functionOffset, Words.BTI_C);
        }
        memory.patchWord(start + ipOffset() + 4, Words.RET);
    }
}
