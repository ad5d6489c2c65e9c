package dev.rolecall.cli.adoption;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/// Comparisons of two results, added up.
final class Compared {
    /// What a comparison may come to, in the order in which it is shown.
    static final List<String> OUTCOMES = List.of("same", "only-new", "only-old", "different", "unreadable");
    /// The fields of a comparison that have an outcome, and what they are called.
    static final Map<String, String> FIELDS = fields();

    private final int maxExamples;
    private final Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    private final List<JsonNode> examples = new ArrayList<>();
    private int transcripts;

    /// @param maxExamples how many that are not the same are kept
    Compared(int maxExamples) {
        this.maxExamples = maxExamples;
    }

    private static Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("outcome", "roles and names");
        fields.put("roles", "roles");
        fields.put("names", "names");
        return fields;
    }

    void add(JsonNode comparisons) {
        for (var comparison : comparisons) {
            transcripts++;
            FIELDS.keySet().forEach(field -> counts.computeIfAbsent(field, _ -> new LinkedHashMap<>())
                    .merge(comparison.path(field).asText(), 1, Integer::sum));
            if (examples.size() < maxExamples && !comparison.path("outcome").asText().equals("same")) {
                examples.add(comparison);
            }
        }
    }

    int transcripts() {
        return transcripts;
    }

    /// @param field of [#FIELDS]
    /// @param outcome of [#OUTCOMES]
    int count(String field, String outcome) {
        return counts.getOrDefault(field, Map.of()).getOrDefault(outcome, 0);
    }

    List<JsonNode> examples() {
        return examples;
    }

    void print(PrintWriter out) {
        out.printf("%-16s", "%d TRANSCRIPTS".formatted(transcripts));
        OUTCOMES.forEach(outcome -> out.printf("  %10s", outcome.toUpperCase(java.util.Locale.ROOT)));
        out.println();
        FIELDS.forEach((field, name) -> {
            out.printf("%-16s", name);
            OUTCOMES.forEach(outcome -> out.printf("  %10d", count(field, outcome)));
            out.println();
        });
        for (var example : examples) {
            out.printf("%n%s  %s%n", example.path("transcriptId").asText(), example.path("outcome").asText());
            example.path("speakers")
                    .forEach(speaker -> out.printf("  %-5s old: %-30s new: %s%n", speaker.path("speaker").asText(),
                            label(speaker, "old"), label(speaker, "new")));
        }
    }

    /// @param which `old` or `new`
    static String label(JsonNode speaker, String which) {
        var name = speaker.path(which + "Name").asText("");
        return speaker.path(which + "Role").asText("unknown") + (name.isEmpty() ? "" : ", " + name);
    }
}
