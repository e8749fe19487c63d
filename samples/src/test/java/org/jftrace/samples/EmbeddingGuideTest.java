package org.jftrace.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/embedding.md shows stands, letter for letter, in a file that is compiled and tested. */
class EmbeddingGuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Path GUIDE = ROOT.resolve("docs/embedding.md");
    private static final Pattern SHOWN = Pattern.compile("<!-- from (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void allJavaIsTakenFromTheFileThatIsNamed() throws IOException {
        String guide = Files.readString(GUIDE);
        int shown = 0;
        for (MatchResult block : SHOWN.matcher(guide).results().toList()) {
            String source = Files.readString(ROOT.resolve(block.group(1)));
            assertTrue(unindented(source).contains(unindented(block.group(2))), block.group());
            shown++;
        }
        assertTrue(shown > 5, shown + " blocks");
        assertEquals(guide.split("```java", -1).length - 1, shown, "blocks without a source");
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (MatchResult link : LINK.matcher(Files.readString(GUIDE)).results().toList()) {
            assertTrue(Files.exists(GUIDE.resolveSibling(link.group(1))), link.group(1));
        }
    }
}
