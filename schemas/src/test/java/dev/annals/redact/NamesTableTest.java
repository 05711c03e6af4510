package dev.annals.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of names in the documentation says what is masked, name by name. */
class NamesTableTest {
    private static final Path PAGE = Path.of("..", "deploy", "docs", "redaction.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final int MASKED = 2;
    private static final int NOT_MASKED = 3;

    @Test
    void everyNameThatTheTableCallsMaskedIsMasked() throws IOException {
        List<String> names = names(MASKED);

        assertThat(names).hasSizeGreaterThan(200);
        assertThat(names).filteredOn(name -> !isMasked(name)).isEmpty();
    }

    @Test
    void noNameThatTheTableCallsNotMaskedIsMasked() throws IOException {
        List<String> names = names(NOT_MASKED);

        assertThat(names).hasSizeGreaterThan(150);
        assertThat(names).filteredOn(NamesTableTest::isMasked).isEmpty();
    }

    private static boolean isMasked(String name) {
        String document = Redacted.document("team", "{" + Redacted.quoted(name) + ":\"some words\"}");
        return document.contains("$annals");
    }

    private static List<String> names(int column) throws IOException {
        List<String> names = new ArrayList<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(PAGE)) {
            inTable = line.startsWith("|") && (inTable || line.startsWith("| where | masked |"));
            if (inTable) {
                NAME.matcher(line.split("\\|")[column])
                        .results()
                        .map(match -> match.group(1))
                        .map(NamesTableTest::unescaped)
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** What nobody could see in the page is written there as an escape. */
    private static String unescaped(String name) {
        return Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(name)
                .replaceAll((MatchResult match) -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }
}
