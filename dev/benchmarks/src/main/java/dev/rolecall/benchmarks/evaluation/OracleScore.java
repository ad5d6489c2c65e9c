package dev.rolecall.benchmarks.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.benchmarks.Row;

/// Which labels were believed, by file.
///
/// A name counts once for each speaker, in however many answers it was believed. It is wrong only for speakers whose true
/// name is known.
final class OracleScore {
    private static final String UNKNOWN = "unknown";

    private final Map<String, OfFile> files = new TreeMap<>();

    /// Speakers of one file.
    private static final class OfFile {
        private final Set<String> named = new HashSet<>();
        private final Set<String> said = new HashSet<>();
        private final Set<String> kept = new HashSet<>();
        private final Set<String> withWrongName = new HashSet<>();
        private final Set<String> withAbsentName = new HashSet<>();
        private final Set<String> withOtherName = new HashSet<>();
        private int withoutLlm;
        private int labelled;
        private int roles;
        private int rolesRight;
        private int rolesUnknown;
        private int withoutLabels;

        private void add(Dialogue dialogue) {
            dialogue.people().forEach((number, person) -> {
                if (!person.names().isEmpty()) {
                    named.add(key(dialogue, number));
                    if (dialogue.isNamed(number)) {
                        said.add(key(dialogue, number));
                    }
                }
            });
        }

        private void add(Dialogue dialogue, Oracle.Answer answer, JsonNode result) {
            labelled++;
            withoutLlm += result.path("model").isTextual() ? 0 : 1;
            for (var label : result.path("speakers")) {
                var number = label.path("number").asInt();
                if (label.path("name").isTextual() && !dialogue.person(number).names().isEmpty()) {
                    withName(dialogue, number, label.path("name").asText());
                }
                if (answer.roles().containsKey(number)) {
                    roles++;
                    rolesRight += label.path("role").asText().equals(dialogue.person(number).role()) ? 1 : 0;
                    rolesUnknown += label.path("role").asText().equals(UNKNOWN) ? 1 : 0;
                }
            }
        }

        private void withName(Dialogue dialogue, int number, String name) {
            var speaker = key(dialogue, number);
            if (dialogue.person(number).isCalled(name)) {
                kept.add(speaker);
            } else if (dialogue.people().values().stream().anyMatch(other -> other.isCalled(name))) {
                withWrongName.add(speaker);
            } else if (isOneOf(dialogue.absent(), name)) {
                withAbsentName.add(speaker);
            } else {
                withOtherName.add(speaker);
            }
        }

        private static boolean isOneOf(List<String> names, String name) {
            return names.stream().anyMatch(one -> Dialogue.words(one).stream().anyMatch(
                    word -> Dialogue.says(name, word)));
        }

        private static String key(Dialogue dialogue, int number) {
            return dialogue.id() + " " + number;
        }

        private ObjectNode json() {
            var json = new ObjectMapper().createObjectNode();
            json.putObject("names")
                    .put("speakers", named.size())
                    .put("said", said.size())
                    .put("kept", kept.size())
                    .put("speakersWithWrongName", withWrongName.size())
                    .put("speakersWithAbsentName", withAbsentName.size())
                    .put("speakersWithOtherName", withOtherName.size());
            json.putObject("roles")
                    .put("speakers", roles)
                    .put("right", rolesRight)
                    .put("unknown", rolesUnknown)
                    .put("wrong", roles - rolesRight - rolesUnknown);
            return json.put("answers", labelled)
                    .put("answersWithoutLlm", withoutLlm)
                    .put("answersWithoutLabels", withoutLabels);
        }

        private List<Row> rows(String file) {
            var rows = new ArrayList<Row>();
            if (!named.isEmpty()) {
                rows.add(percent(file + ": names kept, of those said", kept.size(), said.size()));
                rows.add(percent(file + ": speakers with another participant's name", withWrongName.size(),
                        named.size()));
                rows.add(percent(file + ": speakers with an absent person's name", withAbsentName.size(),
                        named.size()));
                rows.add(percent(file + ": speakers with another word as a name", withOtherName.size(),
                        named.size()));
            }
            if (roles > 0) {
                rows.add(percent(file + ": roles right", rolesRight, roles));
                rows.add(percent(file + ": roles unknown", rolesUnknown, roles));
                rows.add(percent(file + ": roles wrong", roles - rolesRight - rolesUnknown, roles));
            }
            rows.add(percent(file + ": labelled without a call to the LLM", withoutLlm, labelled));
            rows.add(Row.exactly(file + ": answers that ended without labels", 0, withoutLabels, "answers"));
            return rows;
        }

        private static Row percent(String what, int some, int all) {
            return Row.told(what, all == 0 ? Double.NaN : 100.0 * some / all, "%% of %d".formatted(all));
        }
    }

    /// Counts the speakers of a dialogue, whether or not anything is claimed of them.
    void add(Dialogue dialogue) {
        of(dialogue).add(dialogue);
    }

    void add(Dialogue dialogue, Oracle.Answer answer, JsonNode result) {
        of(dialogue).add(dialogue, answer, result);
    }

    void addUnlabelled(Dialogue dialogue) {
        of(dialogue).withoutLabels++;
    }

    private OfFile of(Dialogue dialogue) {
        return files.computeIfAbsent(dialogue.file(), _ -> new OfFile());
    }

    /// @param text what the LLM was shown, for example `excerpt`
    List<Row> rows(String text) {
        return files.entrySet().stream().flatMap(file -> file.getValue().rows(text + ", " + file.getKey()).stream())
                .toList();
    }

    /// Adds the counts to each file's object, under the given name.
    void writeTo(ObjectNode sets, String text) {
        files.forEach((file, score) -> sets.withObjectProperty(file).set(text, score.json()));
    }
}
