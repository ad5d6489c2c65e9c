package dev.rolecall.classifier.names.weighing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rolecall.classifier.names.mention.Cue;
import dev.rolecall.classifier.names.mention.Relation;

/// The learnt weights, and from which probability on a name is believed. `./rolecall learn` makes the resource
/// `names.weights`, and docs/names.md says from what and how well it does.
///
/// As text, one value a line: `mention NEXT THANKS*BEFORE_0 -0.31`, `sign BEST mean deviation weight`.
///
/// @param version when they were learnt
/// @param believed from this probability on, a name that the LLM claims is believed
/// @param certain from this probability on, a name is given without the LLM
@SuppressWarnings("EnumOrdinal")
public record NameModel(String version, double believed, double certain, MentionWeights mentions, SignWeights signs) {
    private static final String CONSTANT = "CONSTANT";
    private static final String RESOURCE = "names.weights";

    /// The weights of this release.
    public static NameModel load() {
        try (var file = NameModel.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing");
            }
            return read(new String(file.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read resource " + RESOURCE, e);
        }
    }

    /// @throws IllegalArgumentException if a cue or sign is unknown: the weights belong to another release
    static NameModel read(String text) {
        var reader = new Reader();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(reader::line);
        return new NameModel(reader.version, reader.believed, reader.certain, reader.mentions, reader.signs);
    }

    /// The text that [#read] reads.
    public String write() {
        return Stream.of(
                Stream.of("version " + version, number("believed", believed), number("certain", certain)),
                IntStream.range(0, Sign.COUNT)
                        .mapToObj(i -> number("sign " + Sign.values()[i], signs.means()[i], signs.deviations()[i],
                                signs.weights()[i])),
                Stream.of(number("sign " + CONSTANT, signs.weights()[Sign.COUNT])),
                Stream.of(Relation.values()).flatMap(this::write))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Stream<String> write(Relation relation) {
        var weights = mentions.byRelation()[relation.ordinal()];
        return IntStream.range(0, weights.length)
                .filter(code -> Math.abs(weights[code]) >= 0.0005)
                .mapToObj(code -> number("mention %s %s".formatted(relation, Cue.nameOf(code)), weights[code]));
    }

    private static String number(String name, double... values) {
        return name + IntStream.range(0, values.length)
                .mapToObj(i -> String.format(Locale.ROOT, " %.4f", values[i]))
                .collect(Collectors.joining());
    }

    private static final class Reader {
        private String version = "";
        private double believed;
        private double certain;
        private final MentionWeights mentions = MentionWeights.zero();
        private final SignWeights signs = new SignWeights(new double[Sign.COUNT], new double[Sign.COUNT],
                new double[Sign.COUNT + 1]);

        private void line(String line) {
            var parts = line.split(" ", -1);
            switch (parts[0]) {
                case "version" -> version = parts[1];
                case "believed" -> believed = Double.parseDouble(parts[1]);
                case "certain" -> certain = Double.parseDouble(parts[1]);
                case "mention" ->
                    mentions.byRelation()[Relation.valueOf(parts[1]).ordinal()][Cue.codeOf(parts[2])] = Double
                            .parseDouble(parts[3]);
                case "sign" -> sign(parts);
                default -> throw new IllegalArgumentException("unknown line in the weights of names: " + line);
            }
        }

        private void sign(String[] parts) {
            if (parts[1].equals(CONSTANT)) {
                signs.weights()[Sign.COUNT] = Double.parseDouble(parts[2]);
            } else {
                var i = Sign.valueOf(parts[1]).ordinal();
                signs.means()[i] = Double.parseDouble(parts[2]);
                signs.deviations()[i] = Double.parseDouble(parts[3]);
                signs.weights()[i] = Double.parseDouble(parts[4]);
            }
        }
    }
}
