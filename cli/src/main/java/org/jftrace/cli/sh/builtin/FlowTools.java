package org.jftrace.cli.sh.builtin;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;

/** Commands about the course of a script. */
final class FlowTools {
    private FlowTools() {}

    /** {@code sleep SECONDS}. */
    static int sleep(Call call) {
        if (call.arguments().size() != 1 || !call.arguments().get(0).matches("\\d{1,6}(\\.\\d{1,9})?")) {
            throw new BuiltIn.UsageFailure("usage: sleep SECONDS");
        }
        BigDecimal seconds = new BigDecimal(call.arguments().get(0));
        try {
            TimeUnit.NANOSECONDS.sleep(seconds.movePointRight(9).longValue());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** {@code exit [STATUS]}. */
    static int exit(Call call) {
        if (call.arguments().isEmpty()) {
            throw new BuiltIn.Exit(call.session().status());
        }
        if (!call.arguments().get(0).matches("\\d{1,3}")) {
            throw new BuiltIn.UsageFailure("usage: exit [STATUS]");
        }
        throw new BuiltIn.Exit(Integer.parseInt(call.arguments().get(0)) & 0xff);
    }
}
