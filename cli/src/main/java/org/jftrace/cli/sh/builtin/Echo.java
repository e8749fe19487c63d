package org.jftrace.cli.sh.builtin;

import java.util.List;
import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.exec.Call;

/** {@code echo [-ne] [TEXT…]}. */
final class Echo implements BuiltIn {
    @Override
    public int run(Call call) {
        List<String> words = call.arguments();
        boolean newline = true;
        boolean escapes = false;
        while (!words.isEmpty() && words.get(0).matches("-[neE]+")) {
            newline &= words.get(0).indexOf('n') < 0;
            escapes |= words.get(0).indexOf('e') > 0;
            words = words.subList(1, words.size());
        }
        String text = String.join(" ", words);
        call.print((escapes ? Escapes.decode(text) : text) + (newline ? "\n" : ""));
        return 0;
    }

    @Override
    public String program(String name) {
        return "sh";
    }
}
