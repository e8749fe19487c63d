package org.jftrace.arm64.bpf;

import org.jftrace.spi.arch.image.FunctionModel;
import org.jftrace.spi.arch.image.ImageContext;
import org.jftrace.spi.arch.image.ImageSpec;

/**
 * The frame that an image builds below the caller's sp, at most 448 bytes:
 *
 * <pre>
 *     sp + 0            stack arguments for the function, if the image calls it
 *     context - 32      x8, if the function returns in memory
 *     context - 16      ip, number of slots         {@link ImageContext}
 *     context           slots, then the result
 *     own record        { caller record, ip + 4 }   frame record: we were called from the traced function
 *     caller record     { fp, x9 }                  frame record: which was called from its caller
 * </pre>
 */
final class ImageFrame {
    private static final int HEADER = 32;
    private static final int RECORD = 16;

    final int context;
    final int result;
    final int ownRecord;
    final int callerRecord;
    final int size;

    ImageFrame(ImageSpec spec) {
        FunctionModel model = spec.model();
        int outgoing = spec.callsOriginal() ? aligned(8 * model.stackSlots()) : 0;
        context = outgoing + HEADER;
        result = context + ImageContext.result(model.slots());
        ownRecord = aligned(result + 8 * model.resultRegisters());
        callerRecord = ownRecord + RECORD;
        size = callerRecord + RECORD;
    }

    int slot(int n) {
        return context + ImageContext.slot(n);
    }

    int ip() {
        return context + ImageContext.IP;
    }

    int x8() {
        return context - HEADER;
    }

    private static int aligned(int bytes) {
        return (bytes + 15) & -16;
    }
}
