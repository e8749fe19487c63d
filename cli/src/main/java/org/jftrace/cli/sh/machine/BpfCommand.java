package org.jftrace.cli.sh.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jftrace.FtraceException;
import org.jftrace.bpf.AttachType;
import org.jftrace.bpf.Bpf;
import org.jftrace.bpf.BpfLink;
import org.jftrace.bpf.BpfPolicy;
import org.jftrace.bpf.BpfProgram;
import org.jftrace.bpf.BpfTarget;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;
import org.jftrace.spi.arch.image.FunctionModel;

/** {@code bpf attach fentry|fexit FUNCTION as LINK}, {@code bpf detach LINK}, {@code bpf detach all links}, {@code bpf show}. */
final class BpfCommand implements BuiltIn {
    private static final String USAGE =
            "usage: bpf attach fentry|fexit FUNCTION as LINK, bpf detach LINK, bpf detach all links, bpf show";
    private static final int REGISTERS = 8;

    private final Bpf bpf;
    private final List<Named> links = new ArrayList<>();

    /** Several links may have one name. */
    private record Named(String name, String function, BpfLink link) {}

    BpfCommand(Target target) {
        bpf = Bpf.open(target.ftrace(), target.machine(), target.arch(), BpfPolicy.byName());
    }

    @Override
    public int run(Call call) {
        List<String> words = call.arguments();
        try {
            if (words.size() == 5
                    && words.get(0).equals("attach")
                    && words.get(3).equals("as")) {
                attach(words.get(1), words.get(2), words.get(4));
                call.print("attached\n");
            } else if (words.equals(List.of("detach", "all", "links"))) {
                detach(List.copyOf(links));
                call.print("detached\n");
            } else if (words.size() == 2 && words.get(0).equals("detach")) {
                return detach(call, words.get(1));
            } else if (words.equals(List.of("show"))) {
                links.forEach(link -> show(call, link));
            } else {
                throw new UsageFailure(USAGE);
            }
            return 0;
        } catch (FtraceException e) {
            return call.fail(String.valueOf(e.getMessage()));
        }
    }

    private void attach(String kind, String function, String name) {
        AttachType type =
                Map.of("fentry", AttachType.FENTRY, "fexit", AttachType.FEXIT).get(kind);
        if (type == null) {
            throw new UsageFailure(USAGE);
        }
        BpfProgram program = bpf.program(name, type).load(context -> 0);
        links.add(new Named(
                name, function, bpf.attach(program, BpfTarget.function(function, FunctionModel.ofLongs(REGISTERS)))));
    }

    private int detach(Call call, String name) {
        List<Named> named =
                links.stream().filter(link -> link.name().equals(name)).toList();
        if (named.isEmpty()) {
            return call.fail("no link " + name);
        }
        detach(named);
        call.print("detached\n");
        return 0;
    }

    private void detach(List<Named> gone) {
        for (Named link : gone) {
            link.link().close();
            links.remove(link);
        }
    }

    private static void show(Call call, Named named) {
        BpfProgram program = named.link().program();
        call.print(named.name() + ": " + program.type().name().toLowerCase(Locale.ROOT) + " " + named.function()
                + " run_cnt " + program.runCount() + " recursion_misses " + program.missed() + "\n");
    }
}
