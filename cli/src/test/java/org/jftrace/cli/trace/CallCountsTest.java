package org.jftrace.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jftrace.site.CallSiteInfo;
import org.junit.jupiter.api.Test;

class CallCountsTest {
    private final CallCounts counts =
            new CallCounts(List.of(site("read", 0x30), site("open", 0x10), site("read", 0x50), site("close", 0x20)));

    @Test
    void tableHasMostCallsFirstAndJoinsFunctionsOfOneName() {
        counts.count(0x30);
        counts.count(0x20);
        assertEquals("read", counts.count(0x50));
        assertEquals("""

                     calls  function
                         2  read
                         1  close
                         3  of 2 functions
                """, table());
    }

    @Test
    void callsOfTwoThreadsAreAllCounted() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            start.countDown();
            count(100_000);
        });
        other.start();
        start.await();
        count(100_000);
        other.join();
        assertEquals(
                "    200000  of 1 functions",
                table().lines().reduce((a, b) -> b).orElseThrow());
    }

    @Test
    void anAddressThatIsNoCallSiteIsNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> counts.count(0x40))
                .getMessage();
        assertEquals("0x40 is not a call site", message);
    }

    private void count(int times) {
        for (int i = 0; i < times; i++) {
            counts.count(0x10);
        }
    }

    private String table() {
        StringWriter text = new StringWriter();
        counts.print(new PrintWriter(text));
        return text.toString();
    }

    private static CallSiteInfo site(String function, long ip) {
        return new CallSiteInfo(
                function,
                "",
                ip - 4,
                ip,
                OptionalLong.empty(),
                0,
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Set.of(),
                Optional.empty());
    }
}
