package org.jftrace.unicorn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jftrace.spi.AddressRange;
import org.jspecify.annotations.Nullable;
import unicorn.Arm64Const;

/** Who waits for the CPU to leave which ranges. All of it in one's {@link Turn}. */
final class Quiescence {
    private static final int FIRST_TEMPORARY = 9;
    private static final int LAST_TEMPORARY = 17;
    private static final int LR = 30;

    private record Request(List<AddressRange> ranges, CountDownLatch left) {}

    private final Emulator emulator;
    private final UnicornMemory memory;
    private final AddressRange stack;
    private final List<Request> requests = new ArrayList<>();

    Quiescence(Emulator emulator, UnicornMemory memory, AddressRange stack) {
        this.emulator = emulator;
        this.memory = memory;
        this.stack = stack;
    }

    /** Returns what opens once the CPU has been seen outside, or has ended. */
    CountDownLatch whenLeft(List<AddressRange> ranges, long pc) {
        Request request = new Request(List.copyOf(ranges), new CountDownLatch(1));
        requests.add(request);
        emulator.observeBlocks(this::settle);
        settle(pc);
        return request.left;
    }

    /** Looks at the CPU where it stands between two blocks. */
    void settle(long pc) {
        remove(request -> !touches(pc, request.ranges));
    }

    /** There is no CPU any more that could be somewhere. */
    void end() {
        remove(request -> true);
    }

    private void remove(Predicate<Request> which) {
        requests.removeIf(request -> {
            boolean leaves = which.test(request);
            if (leaves) {
                request.left.countDown();
            }
            return leaves;
        });
        if (requests.isEmpty()) {
            emulator.observeBlocks(null);
        }
    }

    private boolean touches(long pc, List<AddressRange> ranges) {
        boolean found = refers(pc, ranges) || refers(emulator.register(Emulator.x(LR)), ranges);
        // Trampolines keep return addresses there: x9 is the caller's x30 at a call site.
        for (int n = FIRST_TEMPORARY; n <= LAST_TEMPORARY && !found; n++) {
            found = refers(emulator.register(Emulator.x(n)), ranges);
        }
        return found || onStack(ranges);
    }

    private boolean onStack(List<AddressRange> ranges) {
        long sp = emulator.register(Arm64Const.UC_ARM64_REG_SP);
        byte @Nullable [] used = memory.readable(stack.contains(sp) ? sp & -8 : stack.start(), stack.size());
        ByteBuffer words = ByteBuffer.wrap(used == null ? new byte[0] : used).order(ByteOrder.LITTLE_ENDIAN);
        while (words.remaining() >= 8) {
            if (refers(words.getLong(), ranges)) {
                return true;
            }
        }
        return false;
    }

    private static boolean refers(long word, List<AddressRange> ranges) {
        return ranges.stream().anyMatch(range -> range.contains(word));
    }
}
