package org.jftrace.cli.sh.machine;

import java.util.Map;
import org.jftrace.Errno;
import org.jftrace.FtraceException;
import org.jftrace.Modules;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;

/** The commands about the machine. */
public final class MachineCommands {
    private static final int MOST_ARGUMENTS = 8;

    private final Target target;

    private MachineCommands(Target target) {
        this.target = target;
    }

    /**
     * Makes them.
     *
     * @param target the machine
     * @return by name
     */
    public static Map<String, BuiltIn> on(Target target) {
        MachineCommands commands = new MachineCommands(target);
        return Map.of(
                "words", new WordsCommand(target),
                "bpf", new BpfCommand(target),
                "insmod", commands::insmod,
                "rmmod", commands::rmmod,
                "run", commands::run);
    }

    private int insmod(Call call) {
        String name = module(call);
        Modules modules = target.ftrace().modules();
        try {
            if (modules.loaded().contains(name)) {
                throw new FtraceException(Errno.EEXIST, name + " is loaded");
            }
            modules.load(target.mapModule(name));
            return 0;
        } catch (FtraceException e) {
            return call.fail("can't insert '" + name + "': " + e.errno().text());
        }
    }

    private int rmmod(Call call) {
        String name = module(call);
        try {
            target.ftrace().modules().unload(name);
            target.unmapModule(name);
            return 0;
        } catch (FtraceException e) {
            return call.fail("can't unload module '" + name + "': " + e.errno().text());
        }
    }

    private static String module(Call call) {
        if (call.arguments().size() != 1) {
            throw new BuiltIn.UsageFailure("usage: " + call.name() + " MODULE");
        }
        return call.arguments().get(0);
    }

    /** {@code run SYMBOL [ARG…]}: prints what the function returned. */
    private int run(Call call) {
        int count = call.arguments().size() - 1;
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw new BuiltIn.UsageFailure("usage: run SYMBOL [ARG...], with 0 to " + MOST_ARGUMENTS + " arguments");
        }
        long[] arguments = call.arguments().stream()
                .skip(1)
                .mapToLong(MachineCommands::number)
                .toArray();
        String symbol = call.arguments().get(0);
        long result;
        try {
            result = target.call(symbol, arguments);
        } catch (FtraceException e) {
            return call.fail(symbol + ": " + e.errno().text());
        }
        call.print("0x" + Long.toHexString(result) + "\n");
        return 0;
    }

    private static long number(String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BuiltIn.UsageFailure("'" + text + "' is no number", e);
        }
    }
}
