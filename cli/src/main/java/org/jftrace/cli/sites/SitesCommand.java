package org.jftrace.cli.sites;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jftrace.Filter;
import org.jftrace.Ftrace;
import org.jftrace.FtraceOps;
import org.jftrace.cli.guest.GuestOptions;
import org.jftrace.cli.guest.GuestProgram;
import org.jftrace.site.CallSiteInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the call sites of a program, and what becomes of them. */
@Command(
        name = "sites",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the call sites of a program: as compiled, as initialised, and with a tracer attached.",
            "",
            "A site is the words around a function's entry. ip is the address of the one that is swapped between"
                    + " NOP and BL. With layout 4,2 the two words before the entry become a literal: the address of"
                    + " what to call. A site that cannot be patched safely is left out, with the reason.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  jftrace sites samples/guest/vfs.elf -f vfs_read",
            "  jftrace sites samples/guest/vfs-bti-pac.elf --brief",
            "  jftrace sites samples/guest/unaligned.elf --brief    half of them are left out",
            "",
            "The program is loaded and patched, but does not run."
        })
public final class SitesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private GuestOptions guest = new GuestOptions();

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "GLOB",
            description = "only functions whose name matches; may be given several times (default: all)")
    private List<String> filters = List.of();

    @Option(names = "--brief", description = "one line a site, without its words")
    private boolean brief;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (GuestProgram program = GuestProgram.load(guest, OutputStream.nullOutputStream())) {
            TextSnapshot compiled = TextSnapshot.take(program.memory(), program.symbols());
            try (Ftrace ftrace = program.openFtrace()) {
                TextSnapshot initialised = TextSnapshot.take(program.memory(), program.symbols());
                Filter filter = filters.isEmpty() ? Filter.all() : Filter.glob(filters.toArray(String[]::new));
                FtraceOps nothing = FtraceOps.of("jftrace", filter, (ip, parentIp, ops, regs) -> {});
                ftrace.register(nothing);
                TextSnapshot traced = TextSnapshot.take(program.memory(), program.symbols());
                print(new SiteListing(compiled, initialised, traced, GuestProgram::disassemble), ftrace, out);
            }
        }
        out.flush();
        return 0;
    }

    private void print(SiteListing listing, Ftrace ftrace, PrintWriter out) {
        List<CallSiteInfo> selected =
                ftrace.sites().stream().filter(CallSiteInfo::enabled).toList();
        if (brief) {
            listing.printBrief(out, selected);
        } else {
            listing.printWords(out, selected);
        }
        listing.printLeftOut(out, ftrace.leftOutSites());
        out.printf(
                "%d of %d call sites, %d left out%n",
                selected.size(), ftrace.sites().size(), ftrace.leftOutSites().size());
    }
}
