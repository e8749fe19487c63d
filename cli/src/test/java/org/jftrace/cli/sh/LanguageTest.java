package org.jftrace.cli.sh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jftrace.cli.sh.exec.BuiltIn;
import org.jftrace.cli.sh.lang.Parser;
import org.jftrace.cli.sh.lang.SyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            echo a   b                                  => a b
            echo "a   b" 'c  d'                         => a   b c  d
            echo a\\ b "\\$x" '$x' "\\d"                => a b $x $x \\d
            echo a#b # comment                          => a#b
            echo "" x                                   => ~ x~
            v=1; echo $v ${v}2 "$v" '$v' $              => 1 12 1 $v $
            v="a  b"; echo $v; echo "$v"                => a b|a  b
            echo x"$(echo 'a b')"y$(echo c d)           => xa byc d
            echo "$(echo "a  b")"                       => a  b
            true; echo $?; false; echo $?               => 0|1
            true && echo a || echo b                    => a
            false && echo a || echo b                   => b
            false || false && echo a; echo $?           => 1
            for v in a "b c" ""; do echo "[$v]"; done   => [a]|[b c]|[]
            for v in 1 2; do echo $v; done | wc -l      => 2
            echo a | cat | cat                          => a
            cat                                         => typed
            v=$(false); echo $?                         => 1
            v=1; v=2 | true; echo $v                    => 1
            echo for done in                            => for done in
            nonsense                                    => sh: nonsense: not found
            nonsense 2>/dev/null; echo $?               => 127
            nonsense 2>&1 | wc -l                       => 1
            """)
    void aScriptPrints(String script, String expected) {
        assertEquals(expected.replace('|', '\n') + "\n", ShellRun.of(script).output());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            printf 'a\\tb\\n'                 => a<9>b<10>
            printf "a\\nb\\\\c"               => a<10>b\\c
            printf '%s-%d|' a 1 b 2           => a-1|b-2|
            printf '%s %%\\n'                 => ~ %<10>~
            printf '\\x41\\101'               => AA
            echo -n a                         => a
            echo -e 'a\\tb'                   => a<9>b<10>
            echo 'a\\tb'                      => a\\tb<10>
            """)
    void textIsPrintedWithItsEscapes(String script, String expected) {
        assertEquals(expected, ShellRun.of(script).output().replace("\t", "<9>").replace("\n", "<10>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 'a", "echo \"a", "echo $(true", "for v in a\n", "for v in a; do echo", "a &&", "a |"})
    void aCommandThatIsNotWholeWaitsForMore(String script) {
        assertThrows(SyntaxException.Incomplete.class, () -> Parser.parse(script));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            done                  => unexpected "done"
            echo a ;; echo b      => unexpected ";"
            echo )                => unexpected ")"
            && a                  => unexpected "&&"
            sleep 1 &             => unexpected "&"
            (echo a)              => unexpected "("
            echo >                => unexpected "end of file"
            for 1 in a; do b; done => bad for loop variable
            echo ${a-b}           => bad substitution "${a-b}"
            """)
    void whatIsNoScriptIsRefused(String script, String message) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> Parser.parse(script));
        assertEquals(SyntaxException.class, e.getClass());
        assertEquals(message, e.getMessage());
    }

    @Test
    void exitEndsTheScriptWithItsStatus() {
        BuiltIn.Exit e = assertThrows(BuiltIn.Exit.class, () -> ShellRun.of("exit 3; echo a"));
        assertEquals(3, e.status());
    }
}
