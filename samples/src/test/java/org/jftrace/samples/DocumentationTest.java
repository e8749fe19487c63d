package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jftrace.Errno;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceException;
import org.jftrace.FtraceOps;
import org.jftrace.Registration;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.site.CallSiteInfo;
import org.jftrace.spi.arch.image.FunctionModel;
import org.junit.jupiter.api.Test;

/** The code in README.md and in the tour of {@code org.jftrace} is the code that runs here, letter for letter. */
class DocumentationTest {
    private static final Path THIS = Path.of("src/test/java/org/jftrace/samples/DocumentationTest.java");
    private static final Path README = Path.of("../README.md");
    private static final Path TOUR = Path.of("../ftrace-api/src/main/java/org/jftrace/package-info.java");

    private final Path program = Path.of("guest/vfs.elf");

    @Test
    void theReadmeShowsWhatRunsHere() throws IOException {
        List<String> shown = blocks(Files.readString(README), "```java\n(.*?)```");
        assertEquals(
                List.of(snippet("readme"), snippet("links")),
                shown.stream().map(code -> code.stripIndent().strip()).toList());
    }

    @Test
    void theTourShowsWhatRunsHere() throws IOException {
        String comment = Files.readString(TOUR).replaceAll("(?m)^ \\* ?", "");
        List<String> shown = blocks(comment, "(?s)<pre>\\{@code\n(.*?)\n\\}</pre>");
        assertEquals(snippet("tour"), String.join("\n", shown).strip());
    }

    private interface Example {
        void run() throws IOException;
    }

    private static String printed(Example example) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theReadmesExampleTraces() throws IOException {
        String output = printed(this::readme);
        assertTrue(output.contains("vfs_open(0x"), output);
        assertTrue(output.contains("0 callbacks failed"), output);
    }

    private void readme() throws IOException {
        // readme
        try (SimMachine machine = SimMachine.load(program);
                Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine))) {
            FtraceOps hello = FtraceOps.of("hello", Filter.glob("vfs_*"), (ip, parentIp, ops, regs) -> {
                String function = ftrace.site(ip).orElseThrow().function();
                System.out.printf("%s(%#x, %#x)%n", function, regs.argument(0), regs.argument(1));
            });
            try (Registration tracer = ftrace.register(hello)) {
                machine.run();
                System.out.println(tracer.errors() + " callbacks failed");
            }
        }
        // end
    }

    @Test
    void theReadmesLinksRunBeforeAndAfter() throws IOException {
        assertEquals(
                List.of("ackermann(0, 6)", "  = 7", "ackermann(0, 7)"),
                printed(this::links).lines().toList());
    }

    private void links() throws IOException {
        // links
        try (SimMachine machine = SimMachine.load(program)) {
            Arm64Port arm64 = Arm64Port.on(machine);
            try (Ftrace ftrace = FtraceCore.open(machine, arm64);
                    Bpf bpf = Bpf.open(ftrace, machine, arm64, BpfPolicy.byName())) {
                BpfTarget ackermann = BpfTarget.function("ackermann", FunctionModel.ofLongs(2));
                BpfProgram before = bpf.program("before", AttachType.FENTRY).load(context -> {
                    System.out.println("ackermann(" + context.argument(0) + ", " + context.argument(1) + ")");
                    return 0;
                });
                BpfProgram after = bpf.program("after", AttachType.FEXIT).load(context -> {
                    System.out.println("  = " + context.returnValue());
                    return 0;
                });
                bpf.attach(before, ackermann);
                BpfLink link = bpf.attach(after, ackermann);
                machine.call("ackermann", 0, 6);
                link.close();
                machine.call("ackermann", 0, 7);
            }
        }
        // end
    }

    @Test
    void theTourRuns() throws IOException {
        // tour
        SimMachine machine = SimMachine.load(program);
        Ftrace ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        LongAdder calls = new LongAdder();
        Filter filter = Filter.glob("vfs_*").and(Filter.name("printk")).except("vfs_close");
        FtraceOps counter = FtraceOps.of("counter", filter, (ip, parentIp, ops, regs) -> calls.increment());
        Registration registration = ftrace.register(counter);
        registration.setFilter(Filter.glob("vfs_*"));
        machine.run();
        registration.close();
        for (CallSiteInfo site : ftrace.sites()) {
            checkThat(site.users() == 0, site.function());
        }
        try {
            ftrace.register(FtraceOps.of("typo", Filter.name("vfs_raed"), (ip, parentIp, ops, regs) -> {}));
        } catch (FtraceException nothingSelected) {
            checkThat(nothingSelected.errno() == Errno.EINVAL, nothingSelected.getMessage());
        }
        ftrace.close();
        machine.close();
        // end
        checkThat(calls.sum() > 100, calls + " calls");
    }

    private static void checkThat(boolean holds, String what) {
        assertTrue(holds, what);
    }

    private static String snippet(String name) throws IOException {
        return only(blocks(Files.readString(THIS), "(?s) +// " + name + "\n(.*?)\n +// end\n"))
                .stripIndent()
                .strip();
    }

    private static String only(List<String> blocks) {
        assertEquals(1, blocks.size(), () -> blocks.toString());
        return blocks.get(0);
    }

    private static List<String> blocks(String text, String regex) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
