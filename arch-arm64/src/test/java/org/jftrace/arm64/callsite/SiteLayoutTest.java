package org.jftrace.arm64.callsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jftrace.arm64.TextMemory;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.UnusableSiteException;
import org.junit.jupiter.api.Test;

class SiteLayoutTest {
    private static final int NOP = 0xd503201f;
    private static final int BTI_C = 0xd503245f;
    private static final int PACIASP = 0xd503233f;
    private static final int MOV_X9_LR = 0xaa1e03e9;
    private static final int RET = 0xd65f03c0;

    private final TextMemory memory = new TextMemory();

    private CallSite recognise(long entry, long function) throws UnusableSiteException {
        SymbolTable symbols =
                SymbolTable.builder("").function("vfs_read", function, 64).build();
        return new SiteLayout(memory, symbols).recognise(entry);
    }

    private String refusal(long entry, long function) {
        return assertThrows(UnusableSiteException.class, () -> recognise(entry, function))
                .getMessage();
    }

    @Test
    void fourWordsWithTwoBeforeTheFunctionHaveALiteral() throws UnusableSiteException {
        memory.words(0x1000, NOP, NOP, NOP, NOP, PACIASP);
        assertEquals(new CallSite(0x1008, 0x100c, 0x1000), recognise(0x1000, 0x1008));
    }

    @Test
    void aBtiMovesTheSiteButNotTheLiteral() throws UnusableSiteException {
        memory.words(0x1000, NOP, NOP, BTI_C, NOP, NOP, PACIASP);
        assertEquals(new CallSite(0x1008, 0x1010, 0x1000), recognise(0x1000, 0x1008));
    }

    @Test
    void twoWordsInsideTheFunctionHaveNoLiteral() throws UnusableSiteException {
        memory.words(0xffc, RET, NOP, NOP, RET);
        assertEquals(new CallSite(0x1000, 0x1004, CallSite.NO_LITERAL), recognise(0x1000, 0x1000));
    }

    @Test
    void twoWordsBehindABtiHaveNoLiteral() throws UnusableSiteException {
        memory.words(0x1000, BTI_C, NOP, NOP, RET);
        assertEquals(new CallSite(0x1000, 0x1008, CallSite.NO_LITERAL), recognise(0x1004, 0x1000));
    }

    @Test
    void aSiteThatFtraceInitialisedBeforeIsRecognisedAgain() throws UnusableSiteException {
        memory.words(0x1000, 0x80f880a0, 0xffff8000, MOV_X9_LR, NOP);
        assertEquals(new CallSite(0x1008, 0x100c, 0x1000), recognise(0x1000, 0x1008));
    }

    /** RACES.md S4. */
    @Test
    void aLiteralThatIsNotAlignedIsRefusedByName() {
        memory.words(0x1004, NOP, NOP, NOP, NOP);
        String message = refusal(0x1004, 0x100c);
        assertTrue(message.contains("vfs_read at 0x100c"), message);
        assertTrue(message.contains("0x1004 is not 8-byte aligned"), message);
    }

    @Test
    void wordsThatNoCompilerLeavesAreRefusedWithTheirText() {
        memory.words(0x1000, NOP, NOP, NOP, RET);
        String message = refusal(0x1000, 0x1008);
        assertTrue(message.contains("d65f03c0"), message);
        assertTrue(message.contains("ret"), message);
    }

    @Test
    void aLiteralPlaceThatHoldsCodeIsRefused() {
        memory.words(0x1000, RET, NOP, NOP, NOP);
        assertTrue(refusal(0x1000, 0x1008).contains("are not two NOPs"));
    }

    @Test
    void anEntryWithoutAFunctionIsRefused() {
        memory.words(0xffc, RET, NOP, NOP, NOP, NOP);
        assertTrue(refusal(0x1000, 0x2000).contains("no function starts there"));
    }

    @Test
    void anEntryThatIsNotAnInstructionIsRefused() {
        assertTrue(refusal(0x1002, 0x1008).contains("4-byte aligned"));
    }
}
