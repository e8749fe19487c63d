package org.jftrace.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between packages, and the budgets that no single module's build can check. */
class HouseRulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("org.jftrace");
    private static final int FILES_A_PACKAGE = 12;
    private static final int MEDIAN_LINES = 80;

    @Test
    void theInstructionSetImportsNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("org.jftrace.arm64.a64..")
                .should()
                .dependOnClassesThat(ours().and(not("org.jftrace.arm64.a64")))
                .check(CLASSES);
    }

    @Test
    void theCoreAndTheArchitectureNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("org.jftrace.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jftrace.arm64..", "org.jftrace.sim..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.jftrace.arm64..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jftrace.core..", "org.jftrace.sim..")
                .check(CLASSES);
    }

    @Test
    void theMachineSpiKnowsNothingOfTheArchitectureSpi() {
        noClasses()
                .that()
                .resideInAPackage("org.jftrace.spi")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jftrace.spi.arch")
                .check(CLASSES);
    }

    @Test
    void theReferenceMachineDoesNotKnowTheCore() {
        noClasses()
                .that()
                .resideInAPackage("org.jftrace.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jftrace.core..")
                .check(CLASSES);
    }

    @Test
    void aPackageHasAtMostTwelveFiles() throws IOException {
        Map<Path, Long> crowded = new TreeMap<>(sources("main")
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting())));
        crowded.values().removeIf(files -> files <= FILES_A_PACKAGE);
        assertEquals(Map.of(), crowded);
    }

    @Test
    void halfOfTheFilesHaveAtMostEightyLinesOfCode() throws IOException {
        List<Long> lines =
                sources("main").map(HouseRulesTest::linesOfCode).sorted().toList();
        assertTrue(lines.size() > 50, () -> "found only " + lines.size() + " files below " + ROOT);
        assertTrue(lines.get(lines.size() / 2) <= MEDIAN_LINES, () -> "median " + lines.get(lines.size() / 2));
    }

    private static Stream<Path> sources(String set) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(ROOT)) {
            files = tree.filter(file -> file.toString().contains("/src/" + set + "/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
        return files.stream();
    }

    private static long linesOfCode(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty()
                            && !line.startsWith("//")
                            && !line.startsWith("*")
                            && !line.startsWith("/*"))
                    .count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> ours() {
        return com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage("org.jftrace..");
    }

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass> not(
            String pkg) {
        return com.tngtech.archunit.base.DescribedPredicate.not(
                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(pkg + ".."));
    }
}
