package dev.rolecall.benchmarks.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.rolecall.benchmarks.evaluation.Dialogue.Person;
import dev.rolecall.benchmarks.evaluation.Dialogue.Said;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// ACI-Bench (`[doctor] hi`) and MTS-Dialog (`Doctor: Hi`): one dialogue per row. A turn begins with its tag, on a line of
/// its own or not. ACI-Bench has the names in a second file, `…_metadata.csv`.
final class TaggedCsv {
    private static final Map<String, String> ROLES = Map.of("doctor", "doctor", "patient", "patient", "patient_guest",
            "companion", "guest_family", "companion", "guest_family_1", "companion", "guest_family_2", "companion",
            "guest_clinician", "doctor");
    private static final Pattern INSIDE = Pattern.compile("\\[(\\w+)]|\\b(Doctor|Patient):");
    private static final Pattern LINE_START = Pattern.compile("(?m)^\\s*(?:\\[(\\w+)]|(\\w+):)");
    /// Visits in which ACI-Bench has the tags of doctor and patient swapped: its README says that there are some. In ACI041
    /// the "patient" says "hi kyle how are you today".
    private static final Set<String> SWAPPED = Set.of("D2N034", "D2N038", "D2N056", "D2N057", "D2N059", "ACI041");
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();

    private TaggedCsv() {}

    /// @param file as the caller named it
    /// @return empty if the CSV file contains no dialogues
    static List<Dialogue> read(Path path, String file) throws IOException {
        var names = names(path);
        try (var csv = CSVParser.parse(Files.newBufferedReader(path), FORMAT)) {
            return csv.getHeaderNames().contains("dialogue")
                    ? csv.stream().map(row -> dialogue(file, row, names)).toList()
                    : List.of();
        }
    }

    /// The columns that may name a dialogue, here and in the metadata.
    private static Stream<String> ids(CSVRecord row) {
        return Stream.of("encounter_id", "id", "ID").filter(row::isMapped).map(row::get);
    }

    private static Dialogue dialogue(String file, CSVRecord row, Map<String, List<Person>> names) {
        var id = ids(row).findFirst().orElse("?");
        var known = ids(row).map(names::get).filter(Objects::nonNull).findFirst().orElse(List.of());
        var text = row.get("dialogue");
        var said = new ArrayList<Said>();
        var people = new TreeMap<Integer, Person>();
        var numbers = new HashMap<String, Integer>();
        var tags = tags(text);
        for (var i = 0; i < tags.size(); i++) {
            var end = i + 1 < tags.size() ? tags.get(i + 1).from() : text.length();
            var words = text.substring(tags.get(i).to(), end).strip();
            if (!words.isEmpty()) {
                var tag = SWAPPED.contains(id) ? other(tags.get(i).name()) : tags.get(i).name();
                var number = numbers.computeIfAbsent(tag, _ -> numbers.size());
                people.computeIfAbsent(number, _ -> person(tag, known));
                said.add(new Said(number, null, words));
            }
        }
        return new Dialogue(file, id, people, said, List.of());
    }

    private static String other(String tag) {
        return switch (tag) {
            case "doctor" -> "patient";
            case "patient" -> "doctor";
            default -> tag;
        };
    }

    /// @param from where the tag begins
    /// @param to where it ends
    private record Tag(String name, int from, int to) {}

    /// Inside a line, brackets are a tag only if they name a role, or stand at the beginning of another line: "[laughs]"
    /// is none.
    private static List<Tag> tags(String text) {
        var tags = new TreeMap<Integer, Tag>();
        var names = new HashSet<>(ROLES.keySet());
        LINE_START.matcher(text).results().map(TaggedCsv::tag).forEach(tag -> {
            names.add(tag.name());
            tags.put(tag.to(), tag);
        });
        INSIDE.matcher(text)
                .results()
                .map(TaggedCsv::tag)
                .filter(tag -> names.contains(tag.name()))
                .forEach(tag -> tags.putIfAbsent(tag.to(), tag));
        return List.copyOf(tags.values());
    }

    private static Tag tag(MatchResult found) {
        var name = found.group(1) == null ? found.group(2) : found.group(1);
        return new Tag(name.toLowerCase(Locale.ROOT), found.start(), found.end());
    }

    private static Person person(String tag, List<Person> known) {
        var role = ROLES.getOrDefault(tag, tag);
        return known.stream().filter(it -> it.role().equals(role)).findFirst().orElse(new Person(role, List.of()));
    }

    private static Map<String, List<Person>> names(Path file) throws IOException {
        var metadata = file.resolveSibling(file.getFileName().toString().replace(".csv", "_metadata.csv"));
        var names = new HashMap<String, List<Person>>();
        if (Files.isReadable(metadata)) {
            try (var csv = CSVParser.parse(Files.newBufferedReader(metadata), FORMAT)) {
                csv.forEach(row -> ids(row).forEach(id -> names.put(id, people(row))));
            }
        }
        return names;
    }

    private static List<Person> people(CSVRecord row) {
        return List.of(new Person("doctor", Dialogue.words(column(row, "doctor_name"))), new Person("patient",
                Dialogue.words(column(row, "patient_firstname") + " " + column(row, "patient_familyname"))));
    }

    private static String column(CSVRecord row, String name) {
        return row.isMapped(name) ? row.get(name) : "";
    }
}
