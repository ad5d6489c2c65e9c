package dev.rolecall.benchmarks.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.rolecall.benchmarks.evaluation.Dialogue.Person;
import dev.rolecall.benchmarks.evaluation.Dialogue.Said;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// ACI-Bench (`[doctor] hi`) and MTS-Dialog (`Doctor: Hi`): one dialogue per row, one turn per line. ACI-Bench has the
/// names in a second file, `…_metadata.csv`.
final class TaggedCsv {
    private static final Pattern TURN = Pattern.compile("^\\s*(?:\\[(\\w+)]|(\\w+):)\\s*(.*)$");
    private static final Map<String, String> ROLES = Map.of("doctor", "doctor", "patient", "patient", "patient_guest",
            "companion", "guest_family", "companion", "guest_family_1", "companion", "guest_family_2", "companion",
            "guest_clinician", "doctor");
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();

    private TaggedCsv() {}

    /// @return empty if the CSV file contains no dialogues
    static List<Dialogue> read(Path file) throws IOException {
        var names = names(file);
        try (var csv = CSVParser.parse(Files.newBufferedReader(file), FORMAT)) {
            return csv.getHeaderNames().contains("dialogue")
                    ? csv.stream().map(row -> dialogue(file, row, names)).toList()
                    : List.of();
        }
    }

    private static Dialogue dialogue(Path file, CSVRecord row, Map<String, List<Person>> names) {
        var id = Stream.of("encounter_id", "id", "ID").filter(row::isMapped).findFirst().map(row::get).orElse("?");
        var said = new ArrayList<Said>();
        var people = new TreeMap<Integer, Person>();
        var numbers = new HashMap<String, Integer>();
        for (var line : row.get("dialogue").lines().toList()) {
            var turn = TURN.matcher(line);
            if (turn.matches() && !turn.group(3).isBlank()) {
                var tag = (turn.group(1) == null ? turn.group(2) : turn.group(1)).toLowerCase(Locale.ROOT);
                var number = numbers.computeIfAbsent(tag, _ -> numbers.size());
                people.computeIfAbsent(number, _ -> person(tag, names.get(id)));
                said.add(new Said(number, null, turn.group(3).strip()));
            }
        }
        return new Dialogue(file.getFileName() + " " + id, people, said);
    }

    private static Person person(String tag, @Nullable List<Person> known) {
        var role = ROLES.getOrDefault(tag, tag);
        return known == null
                ? new Person(role, List.of())
                : known.stream()
                        .filter(it -> it.role().equals(role))
                        .findFirst()
                        .orElse(new Person(role, List.of()));
    }

    private static Map<String, List<Person>> names(Path file) throws IOException {
        var metadata = file.resolveSibling(file.getFileName().toString().replace(".csv", "_metadata.csv"));
        var names = new HashMap<String, List<Person>>();
        if (Files.isReadable(metadata)) {
            try (var csv = CSVParser.parse(Files.newBufferedReader(metadata), FORMAT)) {
                csv.forEach(row -> names.put(row.get("encounter_id"),
                        List.of(new Person("doctor", words(row.get("doctor_name"))), new Person("patient",
                                words(row.get("patient_firstname") + " " + row.get("patient_familyname"))))));
            }
        }
        return names;
    }

    private static List<String> words(String text) {
        return Stream.of(text.strip().split("\\s+", -1)).filter(word -> word.length() > 1).toList();
    }
}
