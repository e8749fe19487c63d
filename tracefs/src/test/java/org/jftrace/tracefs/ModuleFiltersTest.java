package org.jftrace.tracefs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.jftrace.Errno;
import org.jftrace.arm64.Arm64Port;
import org.jftrace.core.FtraceCore;
import org.jftrace.sim.image.KernelImage;
import org.jftrace.spi.AddressRange;
import org.jftrace.spi.SymbolTable;
import org.junit.jupiter.api.Test;

/** Filters for modules that come and go, on the recorded kernel with none loaded to begin with. */
class ModuleFiltersTest {
    private static final String FILTER = "set_ftrace_filter";
    private static final String ALL = "#### all functions enabled ####\n";

    private final KernelImage image = KernelImage.load(Path.of("../samples/kernel"));
    private final FtraceCore ftrace = FtraceCore.open(image, Arm64Port.on(image));
    private final Files files = new Files(TraceFs.mount(image, ftrace));

    ModuleFiltersTest() throws IOException {}

    private void insmod(String name) {
        ftrace.modules().load(image.mapModule(name));
    }

    /** Loads it with its function {@code tun_net_open} as initialisation code, which goes at once. */
    private void insmodTun(Runnable beforeItGoes) {
        SymbolTable known = image.mapModule("tun");
        SymbolTable.Symbol init = known.named("tun_net_open").orElseThrow();
        SymbolTable.Builder tun = SymbolTable.builder("tun")
                .patchableEntries(known.patchableEntries())
                .region(new SymbolTable.Region(AddressRange.ofSize(init.address(), 8), 0, true))
                .region(new SymbolTable.Region(known.text(), 0, false));
        known.functions().forEach(each -> tun.function(each.name(), each.address(), each.size()));
        ftrace.modules().load(tun.build());
        beforeItGoes.run();
        ftrace.modules().freeInit("tun");
    }

    private void rmmod(String name) {
        ftrace.modules().unload(name);
        image.unmapModule(name);
    }

    @Test
    void whatWaitsForAModuleIsListedAndSelectsNothingUntilItComes() {
        files.echo("tun_net_open:mod:tun", FILTER);
        files.append(":mod:veth", FILTER);
        files.echo("function", "current_tracer");
        assertEquals(":mod:veth\ntun_net_open:mod:tun\n", files.cat(FILTER));
        assertEquals("", files.cat("enabled_functions"));
        insmod("tun");
        assertEquals("tun_net_open [tun]\n:mod:veth\n", files.cat(FILTER));
        assertTrue(
                files.cat("enabled_functions").startsWith("tun_net_open [tun] (1)       O   \tops: global_ops+0x0/"));
        insmod("veth");
        assertEquals(1 + 49, files.cat(FILTER).lines().count());
        assertEquals(1 + 49, files.cat("enabled_functions").lines().count());
    }

    @Test
    void aFilterWhoseModuleHasGoneDoesNotSelectAll() {
        insmod("tun");
        files.echo("tun_net_open", FILTER);
        files.echo("function", "current_tracer");
        rmmod("tun");
        assertEquals("", files.cat(FILTER));
        files.echo("vfs_read", "set_ftrace_notrace");
        assertEquals("", files.cat("enabled_functions"));
        files.append("vfs_open", FILTER);
        assertEquals("vfs_open\n", files.cat(FILTER));
        files.echo("", FILTER);
        assertEquals(ALL, files.cat(FILTER));
        assertEquals(48_047, files.cat("enabled_functions").lines().count());
    }

    @Test
    void whatIsRememberedIsForgottenByItsTextOrByTruncation() {
        files.echo("a*:mod:zram", FILTER);
        files.append("b*:mod:zram", FILTER);
        files.append("!a*:mod:zram", FILTER);
        assertEquals("b*:mod:zram\n", files.cat(FILTER));
        assertEquals(Errno.EINVAL, Files.errno(() -> files.append("!a*:mod:zram", FILTER)));
        assertEquals(Errno.ENOMEM, Files.errno(() -> files.append(":mod", FILTER)));
        files.echo("", FILTER);
        assertEquals(ALL, files.cat(FILTER));
    }

    @Test
    void anExcludedModuleLeavesAllOthers() {
        insmod("tun");
        insmod("veth");
        files.echo("*:mod:!tun", FILTER);
        assertEquals(48_048 + 49, files.cat(FILTER).lines().count());
        files.echo(":mod:!", FILTER);
        assertEquals(48_048, files.cat(FILTER).lines().count());
        files.echo("tun_*open", "set_graph_function");
        assertTrue(files.cat("set_graph_function").contains("tun_net_open [tun]\n"));
        rmmod("tun");
        assertEquals("", files.cat("set_graph_function"));
    }

    @Test
    void aProbeGoesWithItsModule() {
        insmod("tun");
        files.echo("tun_net_open:traceoff", FILTER);
        assertEquals(ALL + "tun_net_open [tun]:traceoff:unlimited\n", files.cat(FILTER));
        rmmod("tun");
        assertEquals(ALL, files.cat(FILTER));
    }

    @Test
    void whatIsFreedAfterInitialisationIsNotMetAgainInTheNextModuleThere() {
        insmodTun(() -> {
            files.echo("tun_net_open", FILTER);
            files.append("tun_net_*:traceoff", FILTER);
            files.echo("tun_net_open", "set_graph_function");
        });
        rmmod("tun");
        insmod("tun");
        assertEquals("", files.cat(FILTER));
        assertEquals("", files.cat("set_graph_function"));
    }
}
