package dev.rolecall.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.rolecall.localstack.Checkout;
import org.junit.jupiter.api.Test;

/// Counts words that make a sentence vague or old in comments, messages and documents: see docs/style.md.
///
/// Of Java sources, comments and string literals count; of configuration and scripts, comments; of documents,
/// everything. Applied migrations do not count, because they cannot change, and neither do conversations, which are
/// data.
class PlainEnglishTest {
    private static final double PER_THOUSAND = 1;
    private static final Pattern VAGUE = Pattern.compile(
            "\\b(?:somebody|someone|whoever|nobody|no one|everybody|everyone|anybody|anyone|whom|whatever|mend|mends|mended|wants)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}'’-]+");
    private static final Pattern JAVA = Pattern.compile(
            "^\\s*///?(.*)$|\\s// (.*)$|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"",
            Pattern.MULTILINE);
    private static final Pattern HASH = Pattern.compile("(?:^|\\s)#(.*)$", Pattern.MULTILINE);
    private static final Pattern SQL = Pattern.compile("--(.*)$", Pattern.MULTILINE);
    private static final Pattern ALL = Pattern.compile("^(.*)$", Pattern.MULTILINE);
    private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git", ".rolecall", "samples");
    private static final Pattern APPLIED = Pattern.compile("V[1-4]__.*\\.sql");

    @Test
    void hasAtMostOneVagueWordInAThousand() throws IOException {
        var hits = new ArrayList<String>();
        var words = 0L;
        for (var file : files()) {
            var text = text(file);
            words += WORD.matcher(text).results().count();
            VAGUE.matcher(text)
                    .results()
                    .forEach(hit -> hits.add(Checkout.root().relativize(file) + ": " + hit.group()));
        }

        System.out.printf("Vague words: %d in %d, %.2f in a thousand%n", hits.size(), words,
                1000.0 * hits.size() / words);
        assertThat(1000.0 * hits.size() / words).as(String.join("\n", hits)).isLessThanOrEqualTo(PER_THOUSAND);
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.walk(Checkout.root())) {
            return files.filter(Files::isRegularFile).filter(PlainEnglishTest::counts).toList();
        }
    }

    private static boolean counts(Path file) {
        var path = Checkout.root().relativize(file);
        return Stream.iterate(path, java.util.Objects::nonNull, Path::getParent)
                .noneMatch(part -> SKIPPED.contains(part.getFileName().toString()))
                && !APPLIED.matcher(file.getFileName().toString()).matches() && counted(file).isPresent();
    }

    private static String text(Path file) throws IOException {
        var text = new StringBuilder();
        counted(file).orElseThrow().matcher(Files.readString(file)).results().forEach(found -> {
            for (var group = 1; group <= found.groupCount(); group++) {
                text.append(found.group(group) == null ? "" : found.group(group)).append('\n');
            }
        });
        return text.toString();
    }

    /// What counts in a file; empty if nothing does.
    private static Optional<Pattern> counted(Path file) {
        var name = file.getFileName().toString();
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "java" -> Optional.of(JAVA);
            case "md", "json", "yaml", "yml" -> Optional.of(ALL);
            case "sql" -> Optional.of(SQL);
            case "properties", "sh", "rolecall", "run", "compose-trial" -> Optional.of(HASH);
            default -> Optional.empty();
        };
    }
}
