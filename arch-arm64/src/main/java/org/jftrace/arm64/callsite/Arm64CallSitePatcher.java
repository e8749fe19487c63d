package org.jftrace.arm64.callsite;

import org.jftrace.arm64.a64.emit.Branches;
import org.jftrace.arm64.a64.emit.ConcurrentPatch;
import org.jftrace.spi.CodeMemory;
import org.jftrace.spi.SymbolTable;
import org.jftrace.spi.arch.CallSite;
import org.jftrace.spi.arch.CallSitePatcher;
import org.jftrace.spi.arch.CallTarget;
import org.jftrace.spi.arch.PatchMismatchException;
import org.jftrace.spi.arch.UnusableSiteException;

/**
 * Patches call sites of the shapes in {@link SiteLayout}. Only two things change once code runs, and each changes at
 * once for whoever looks: the 64-bit literal, which is data, and the word at the ip, which is NOP or BL, two of the
 * instructions that may be swapped under execution (Arm ARM B2.2.5).
 */
public final class Arm64CallSitePatcher implements CallSitePatcher {
    private final CodeMemory memory;

    /**
     * Makes a patcher.
     *
     * @param memory that holds the sites
     */
    public Arm64CallSitePatcher(CodeMemory memory) {
        this.memory = memory;
    }

    @Override
    public CallSite inspect(long patchableEntry, SymbolTable symbols) throws UnusableSiteException {
        return new SiteLayout(memory, symbols).recognise(patchableEntry);
    }

    @Override
    public boolean reaches(long ip, CallTarget target) {
        return Branches.reaches(ip, target.address());
    }

    /** The literal goes first: the MOV is what tells {@link SiteLayout} that it is there. */
    @Override
    public void initialise(CallSite site, long nopOps) {
        if (site.hasLiteral()) {
            memory.patchLong(site.literal(), nopOps);
        }
        long first = site.ip() - 4;
        int found = memory.readWord(first);
        if (found == SiteWords.NOP) {
            memory.patchWord(first, SiteWords.MOV_X9_LR);
        } else if (found != SiteWords.MOV_X9_LR) {
            throw mismatch(first, SiteWords.NOP, found);
        }
    }

    @Override
    public void setOps(CallSite site, long handle) {
        if (!site.hasLiteral()) {
            throw new IllegalArgumentException("the site at 0x" + Long.toHexString(site.ip()) + " has no literal");
        }
        memory.patchLong(site.literal(), handle);
    }

    @Override
    public void makeCall(CallSite site, CallTarget target) {
        replace(site.ip(), SiteWords.NOP, SiteWords.branchAndLink(site.ip(), target.address()));
    }

    @Override
    public void modifyCall(CallSite site, CallTarget from, CallTarget to) {
        replace(
                site.ip(),
                SiteWords.branchAndLink(site.ip(), from.address()),
                SiteWords.branchAndLink(site.ip(), to.address()));
    }

    @Override
    public void makeNop(CallSite site, CallTarget from) {
        replace(site.ip(), SiteWords.branchAndLink(site.ip(), from.address()), SiteWords.NOP);
    }

    private void replace(long ip, int expected, int replacement) {
        ConcurrentPatch.check(expected, replacement);
        int found = memory.replaceWord(ip, expected, replacement);
        if (found != expected) {
            throw mismatch(ip, expected, found);
        }
    }

    private static PatchMismatchException mismatch(long address, int expected, int found) {
        return new PatchMismatchException(
                address,
                expected,
                found,
                "at 0x" + Long.toHexString(address) + ": expected " + SiteWords.describe(expected, address) + ", found "
                        + SiteWords.describe(found, address));
    }
}
