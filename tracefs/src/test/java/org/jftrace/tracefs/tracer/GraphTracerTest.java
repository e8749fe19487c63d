package org.jftrace.tracefs.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.SimMachine;
import org.jftrace.sim.light.LightCpu;
import org.jftrace.sim.light.LightMachine;
import org.jftrace.spi.CpuContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What function_graph prints of a guest that the reference machine executes; its clock goes on by a microsecond a look. */
class GraphTracerTest {
    private final AtomicLong time = new AtomicLong();
    private long step = 1000;
    private SimMachine machine;
    private Ftrace ftrace;
    private TraceArray array;

    @BeforeEach
    void load() throws IOException {
        machine = SimMachine.builder(Path.of("..", "samples", "guest", "vfs.elf"))
                .stdout(OutputStream.nullOutputStream())
                .build();
        ftrace = FtraceCore.open(machine, Arm64Port.on(machine));
        array(GraphScope.ALL);
    }

    private void array(GraphScope scope) {
        array = new TraceArray(machine, ftrace, "", scope, () -> time.addAndGet(step));
    }

    @AfterEach
    void close() {
        array.close();
        ftrace.close();
        machine.close();
    }

    private String traceOf(String filter, Runnable work) {
        array.setFilter(Filter.name(filter.split(" ", -1)));
        array.setTracer("function_graph");
        array.clearTrace();
        work.run();
        return array.trace();
    }

    private void ackermann() {
        machine.call("ackermann", 1, 1);
    }

    @Test
    void aCallThatMakesOthersIsABlock() {
        assertEquals("""
                # tracer: function_graph
                #
                # CPU  DURATION                  FUNCTION CALLS
                # |     |   |                     |   |   |   |
                 0)               |  ackermann() {
                 0)   1.000 us    |    ackermann();
                 0)   3.000 us    |  }
                """, traceOf("ackermann", this::ackermann));
    }

    @Test
    void longCallsAreMarkedAndOptionsAddColumns() {
        step = 12_345_678;
        array.options().set("funcgraph-tail", true);
        array.options().set("funcgraph-proc", true);
        array.options().set("funcgraph-abstime", true);
        String text = traceOf("ackermann", this::ackermann).replaceAll("(?m)^ +\\d+\\.\\d{6} ", "TIME ");
        assertEquals("""
                # tracer: function_graph
                #
                #     TIME        CPU  TASK/PID         DURATION                  FUNCTION CALLS
                #      |          |     |    |           |   |                     |   |   |   |
                TIME |   0)   vfs.elf-1    |               |  ackermann() {
                TIME |   0)   vfs.elf-1    | * 12345.67 us |    ackermann();
                TIME |   0)   vfs.elf-1    | * 37037.03 us |  } /* ackermann */
                """, text);
    }

    @Test
    void withoutColumnsOnlyTheTreeIsLeft() {
        for (String option : new String[] {"funcgraph-cpu", "funcgraph-duration", "funcgraph-overhead"}) {
            array.options().set(option, false);
        }
        assertEquals("""
                # tracer: function_graph
                #
                #               FUNCTION CALLS
                #               |   |   |   |
                ackermann() {
                  ackermann();
                }
                """, traceOf("ackermann", this::ackermann));
    }

    @Test
    void aBlockThatBeganBeforeTheTextEndsWithItsName() {
        array.setFilter(Filter.name("ackermann"));
        array.setTracer("function_graph");
        ackermann();
        array.readPipe(1);
        String rest = array.trace();
        assertEquals(" 0)   3.000 us    |  } /* ackermann */\n", rest.substring(rest.lastIndexOf(" 0)")));
    }

    @Test
    void whatFunctionsReturnIsPrintedAndErrorsAsNumbers() {
        array.options().set("funcgraph-retval", true);
        assertEquals("""
                ackermann() {
                  ackermann(); /* = 0x2 */
                } /* ackermann = 0x3 */
                """, tree(traceOf("ackermann", this::ackermann)));
        Runnable nothing = () -> machine.call("vfs_close", 99);
        assertEquals("vfs_close(); /* = -9 */\n", tree(traceOf("vfs_close", nothing)));
        array.options().set("funcgraph-retval-hex", true);
        assertEquals("vfs_close(); /* = 0xfffffffffffffff7 */\n", tree(traceOf("vfs_close", nothing)));
    }

    @Test
    void callsTooDeepToBeFollowedAreCounted() {
        array.options().set("funcgraph-overrun", true);
        String text = traceOf("ackermann", () -> machine.call("ackermann", 2, 60));
        Matcher counts = Pattern.compile("}( /\\* ackermann \\*/)?\n \\(Overruns: (\\d+)\\)\n")
                .matcher(text);
        List<Integer> overruns =
                counts.results().map(call -> Integer.valueOf(call.group(2))).toList();
        assertEquals(overruns.stream().sorted().toList(), overruns);
        assertTrue(overruns.get(overruns.size() - 1) > 0, overruns::toString);
        array.options().set("funcgraph-overrun", false);
        assertFalse(array.trace().contains("Overruns"));
    }

    @Test
    void interruptHandlersAreLeftOutOnDemand() {
        assertEquals(2, callsOfATaskAndItsInterrupt(true));
        assertEquals(1, callsOfATaskAndItsInterrupt(false));
    }

    private static int callsOfATaskAndItsInterrupt(boolean interrupts) {
        LightMachine light = LightMachine.builder().functions(2).build();
        LightCpu cpu = light.cpu(0);
        try (FtraceCore core = FtraceCore.open(light, Arm64Port.on(light));
                TraceArray traces = new TraceArray(light, core, "", GraphScope.ALL, System::nanoTime)) {
            light.intercept(core.hostEntry());
            traces.options().set("funcgraph-irqs", interrupts);
            traces.setTracer("function_graph");
            cpu.call(light.function(0));
            cpu.interrupt(CpuContext.IRQ, () -> cpu.call(light.function(1)));
            return (int) tree(traces.trace()).lines().count();
        }
    }

    @Test
    void thePipeForgetsWithTheBuffer() {
        traceOf("ackermann", this::ackermann);
        array.readPipe(1); // a line was made for this, for which the entry behind it had to be looked at, too
        array.clearTrace();
        assertEquals("0)               |  ackermann() {\n", pipe());
        assertEquals("", pipe());
    }

    @Test
    void thePipeTellsHowMuchWasLost() {
        array.setFilter(Filter.name("ackermann"));
        array.setTracer("function_graph");
        array.setBufferSizeKb(1);
        for (int i = 0; i < 100; i++) {
            ackermann();
        }
        assertTrue(pipe().matches("(?s)CPU:0 \\[LOST \\d+ EVENTS]\n 0\\) .*"), this::pipe);
    }

    private String pipe() {
        return new String(array.readPipe(1 << 20), StandardCharsets.ISO_8859_1);
    }

    @Test
    void thePipeFoldsLeavesToo() {
        array.setFilter(Filter.name("ackermann"));
        array.setTracer("function_graph");
        ackermann();
        assertEquals("""
                 0)               |  ackermann() {
                 0)   1.000 us    |    ackermann();
                 0)   3.000 us    |  }
                """, new String(array.readPipe(10_000), StandardCharsets.ISO_8859_1));
    }

    private GraphScope scope(Set<String> followed, Set<String> avoided, int depth) {
        return new GraphScope() {
            @Override
            public boolean follows(long ip) {
                return followed.isEmpty() || followed.contains(name(ip));
            }

            @Override
            public boolean avoids(long ip) {
                return avoided.contains(name(ip));
            }

            @Override
            public int maxDepth() {
                return depth;
            }
        };
    }

    private String name(long ip) {
        return ftrace.site(ip).orElseThrow().function();
    }

    private static String tree(String text) {
        return text.lines()
                .filter(line -> line.contains(") "))
                .map(line -> line.substring(line.indexOf('|') + 3) + "\n")
                .reduce("", String::concat);
    }

    @Test
    void onlyWhatIsFollowedAndNotAvoidedIsPrinted() {
        String all = "vfs_mkdir vfs_create vfs_open path_walk fd_install ackermann";
        array(scope(Set.of("vfs_mkdir"), Set.of(), 0));
        Runnable work = () -> {
            ackermann();
            machine.call("vfs_mkdir", machine.memory().allocateData(16));
        };
        String followed = tree(traceOf(all, work));
        assertEquals("vfs_mkdir() {", followed.substring(0, 13));
        array.close();
        array(scope(Set.of("vfs_mkdir"), Set.of("vfs_create"), 0));
        assertEquals("vfs_mkdir();\n", tree(traceOf(all, work)));
        array.close();
        array(scope(Set.of(), Set.of(), 1));
        assertEquals("ackermann();\nvfs_mkdir();\n", tree(traceOf(all, work)));
    }
}
