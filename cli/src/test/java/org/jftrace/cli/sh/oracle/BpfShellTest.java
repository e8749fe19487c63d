package org.jftrace.cli.sh.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Links at the console. */
class BpfShellTest {
    @Test
    void detachedInAnyOrderTheSiteIsAsCompiled() throws IOException {
        try (KernelShell shell = new KernelShell()) {
            String before = shell.run("words vfs_read");
            for (String detach : new String[] {
                "bpf detach a; bpf detach b; echo nop > current_tracer",
                "bpf detach b; echo nop > current_tracer; bpf detach a",
                "echo nop > current_tracer; bpf detach all links"
            }) {
                shell.run("bpf attach fentry vfs_read as a; bpf attach fexit vfs_read as b");
                shell.run("echo vfs_read > set_ftrace_filter; echo function > current_tracer");
                assertEquals("vfs_read (2)", shell.run("cat enabled_functions").substring(0, 12));
                shell.run(detach);
                assertEquals(before, shell.run("words vfs_read"));
                assertEquals("", shell.run("cat enabled_functions"));
            }
        }
    }

    @Test
    void switchingTracingOffTakesDirectCallsAwayToo() throws IOException {
        try (KernelShell shell = new KernelShell()) {
            String before = shell.run("words vfs_read");
            shell.run("bpf attach fentry vfs_read as a");
            String attached = shell.run("words vfs_read");
            shell.run("echo 0 > /proc/sys/kernel/ftrace_enabled");
            assertEquals(before, shell.run("words vfs_read"));
            shell.run("echo 1 > /proc/sys/kernel/ftrace_enabled");
            assertEquals(attached, shell.run("words vfs_read"));
            assertEquals("a: fentry vfs_read run_cnt 0 recursion_misses 0\n", shell.run("bpf show"));
        }
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        try (KernelShell shell = new KernelShell()) {
            assertEquals("bpf: no link x\n", shell.run("bpf detach x"));
            assertEquals(1, shell.status());
            assertEquals(
                    "bpf: ENOENT: no function no_such can be traced\n", shell.run("bpf attach fentry no_such as x"));
            assertEquals(1, shell.status());
            shell.run("bpf attach kprobe vfs_read as x");
            assertEquals(1, shell.status());
        }
    }
}
