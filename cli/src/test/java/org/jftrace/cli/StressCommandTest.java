package org.jftrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program in place of the harness that prints what it is told to. */
class StressCommandTest {
    @TempDir
    Path home;

    @BeforeEach
    void chooseHome() {
        System.setProperty("jftrace.home", home.toString());
    }

    @AfterEach
    void forgetHome() {
        System.clearProperty("jftrace.home");
    }

    private void harness(String body) throws IOException {
        Path source = home.resolve("Harness.java");
        Files.writeString(source, "public class Harness { public static void main(String[] args) {" + body + "} }");
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        assertEquals(0, javac.run(System.out, System.err, "-d", home.toString(), source.toString()));
        Path jar = Files.createDirectories(home.resolve("jcstress/target")).resolve("jcstress.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Harness");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry("Harness.class"));
            Files.copy(home.resolve("Harness.class"), out);
        }
    }

    private static String results(int planned, int passed, int failed) {
        return "System.out.println(\"(Results: " + planned + " planned; " + passed + " passed, " + failed
                + " failed, 0 soft errs, 0 hard errs)\");";
    }

    @Test
    void theHarnessIsToldWhatToRunAndItsCountsAreTheResult() throws IOException {
        harness("System.out.println(String.join(\" \", args));" + results(4, 4, 0));
        CommandResult result = CommandResult.of("stress", "-m", "tough", "-t", "J0[12]", "--", "-jvmArgs", "-Xint");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().startsWith("4 planned, 4 passed, 0 failed, 0 errors\nreport: "), result.out());
        String output = Files.readString(home.resolve("jcstress/target/stress/output.txt"), StandardCharsets.UTF_8);
        assertTrue(output.startsWith("-m tough -t J0[12] -r results -jvmArgs -Xint"), output);
    }

    @Test
    void whatDidNotPassIsNamedAndNoTestAtAllIsAFailure() throws IOException {
        harness("System.out.println(\"  [FAILED] org.jftrace.J01\");" + results(4, 3, 1));
        CommandResult failed = CommandResult.of("stress");
        assertEquals(1, failed.exitCode());
        assertEquals("[FAILED] org.jftrace.J01\n", failed.err());
        harness(results(0, 0, 0));
        assertEquals(1, CommandResult.of("stress", "-t", "nothing").exitCode());
    }

    @Test
    void aHarnessThatWasNotBuiltIsNamed() {
        CommandResult result = CommandResult.of("stress");
        assertEquals(1, result.exitCode());
        assertTrue(result.err().contains("jcstress.jar: is not there"), result.err());
    }
}
