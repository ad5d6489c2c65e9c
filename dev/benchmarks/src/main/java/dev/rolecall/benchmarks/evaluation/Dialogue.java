package dev.rolecall.benchmarks.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// A conversation whose speakers are known.
///
/// @param file as the caller named it
/// @param id within the file
/// @param people by their number in `said`
/// @param absent names of people who are spoken about and do not speak
public record Dialogue(String file, String id, Map<Integer, Person> people, List<Said> said, List<String> absent) {

    /// @param role as in Rolecall's role sets, or another one; empty if it is not known
    /// @param names words that are correct in this person's name; empty if none is known
    public record Person(String role, List<String> names) {
        /// Whether a name is one of this person's, wholly or in part.
        public boolean isCalled(String name) {
            return Dialogue.words(name).stream()
                    .anyMatch(word -> names.stream().anyMatch(own -> own.equalsIgnoreCase(word)));
        }
    }

    /// @param start in seconds; null if only the order is known
    public record Said(int person, @Nullable Double start, String text) {}

    /// The file's name without its folder and ending.
    public String set() {
        return Path.of(file).getFileName().toString().replaceFirst("[._].*", "");
    }

    String name() {
        return file + " " + id;
    }

    int words() {
        return said.stream().mapToInt(it -> it.text().split("\\s+", -1).length).sum();
    }

    public Person person(int number) {
        return Objects.requireNonNull(people.get(number));
    }

    /// Whether one of the person's names is spoken: a name that is not spoken cannot be found.
    public boolean isNamed(int number) {
        return !spokenNames(number).isEmpty();
    }

    /// Those of a person's names that are spoken.
    List<String> spokenNames(int number) {
        return person(number).names().stream().filter(name -> says(name)).toList();
    }

    boolean says(String name) {
        return said.stream().anyMatch(it -> says(it.text(), name));
    }

    /// By plain search for the whole word, whatever its case.
    static boolean says(String text, String word) {
        return Pattern.compile("(?iU)\\b" + Pattern.quote(word) + "\\b").matcher(text).find();
    }

    static List<String> words(String name) {
        return Pattern.compile("[\\p{L}\\p{M}\\p{N}'’-]{2,}")
                .matcher(name)
                .results()
                .map(word -> word.group())
                .toList();
    }

    /// Joins dialogues into one long call of the same people, by role. Names are no longer known.
    static Dialogue joined(List<Dialogue> dialogues) {
        var said = new ArrayList<Said>();
        var roles = new ArrayList<String>();
        for (var dialogue : dialogues) {
            for (var it : dialogue.said()) {
                var role = dialogue.person(it.person()).role();
                if (!roles.contains(role)) {
                    roles.add(role);
                }
                said.add(new Said(roles.indexOf(role), null, it.text()));
            }
        }
        var people = new TreeMap<Integer, Person>();
        roles.forEach(role -> people.put(people.size(), new Person(role, List.of())));
        return new Dialogue(dialogues.getFirst().file(),
                "%s and %d more".formatted(dialogues.getFirst().id(), dialogues.size() - 1), people, said, List.of());
    }
}
