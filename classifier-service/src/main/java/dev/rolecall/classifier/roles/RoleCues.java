package dev.rolecall.classifier.roles;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What people say in a role, learnt from labelled dialogues (docs/decisions/0038): "have you", "any", a question speak for
/// the doctor, "my", "no" for the patient. Cues can contradict roles that are swapped. They never give one.
///
/// The weights are a resource, made by `./rolecall learn`. The first line has a version, a role, the roles opposite to it
/// and a margin; each other line a weight and its cue. What is above 0 speaks for the role, what is below for the others.
///
/// @param version when they were learnt
/// @param opposites roles of those who speak with a person in the role
/// @param margin from which difference on two speakers have each other's role
/// @param weights by cue
public record RoleCues(String version, String role, Set<String> opposites, double margin, Map<String, Double> weights) {
    private static final RoleCues CUES = load();
    private static final String SENTENCE_START = "<s>";
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:'\\p{L}+)?|\\?");

    /// The version of the weights, stored with the result.
    public static String currentVersion() {
        return CUES.version;
    }

    /// Whether there are cues of a role. What has none is not checked.
    public static boolean know(String role) {
        return role.equals(CUES.role) || CUES.opposites.contains(role);
    }

    /// Whether two speakers have each other's role, by what they say.
    ///
    /// @param score of one speaker, by [#scoreOf]
    /// @param otherScore of the other
    public static boolean contradict(String role, double score, String otherRole, double otherScore) {
        return role.equals(CUES.role) && CUES.opposites.contains(otherRole)
                && otherScore - score > CUES.margin;
    }

    /// The score of a speaker's turns, by the weights of this release.
    public static double scoreOf(List<String> texts) {
        return CUES.score(texts);
    }

    /// How much more the turns sound like the role than like its opposites.
    public double score(List<String> texts) {
        var sum = 0.0;
        for (var cue : cues(texts).entrySet()) {
            sum += weights.getOrDefault(cue.getKey(), 0.0) * cue.getValue();
        }
        return sum;
    }

    /// Words and pairs of words with how often they are said, of a speaker who says much as of one who says little.
    public static Map<String, Double> cues(List<String> texts) {
        var counts = new HashMap<String, Double>();
        var words = texts.stream().mapToInt(text -> count(text, cue -> counts.merge(cue, 1.0, Double::sum))).sum();
        counts.replaceAll((_, count) -> count / Math.sqrt(Math.max(1, words)));
        return counts;
    }

    /// @return number of words
    private static int count(String text, Consumer<String> cue) {
        var words = 0;
        var before = SENTENCE_START;
        for (var word : WORD.matcher(text.toLowerCase(Locale.ROOT).replace('’', '\'')).results().toList()) {
            cue.accept(word.group());
            if (word.group().equals("?")) {
                before = SENTENCE_START;
            } else {
                words++;
                cue.accept(before + " " + word.group());
                before = word.group();
            }
        }
        return words;
    }

    private static RoleCues load() {
        try (var file = RoleCues.class.getResourceAsStream("roles.weights")) {
            return read(new String(Objects.requireNonNull(file).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the resource roles.weights", e);
        }
    }

    private static RoleCues read(String text) {
        var lines = text.lines().toList();
        var head = lines.getFirst().split(" ", -1);
        var weights = new HashMap<String, Double>();
        for (var line : lines.subList(1, lines.size())) {
            var tab = line.indexOf('\t');
            weights.put(line.substring(tab + 1), Double.valueOf(line.substring(0, tab)));
        }
        return new RoleCues(head[0], head[1], Set.of(head[2].split(",", -1)), Double.parseDouble(head[3]),
                Map.copyOf(weights));
    }
}
