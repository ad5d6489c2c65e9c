package dev.rolecall.benchmarks.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// A conversation whose speakers are known.
///
/// @param name its source
/// @param people by their number in `said`
record Dialogue(String name, Map<Integer, Person> people, List<Said> said) {

    /// @param role as in Rolecall's role sets
    /// @param names that are correct for this person; empty if none is known
    record Person(String role, List<String> names) {
        /// Whether a name is one of this person's, wholly or in part.
        boolean isCalled(String name) {
            var words = List.of(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'’-]+", -1));
            return names.stream().anyMatch(own -> words.contains(own.toLowerCase(Locale.ROOT)));
        }
    }

    /// @param start in seconds; null if only the order is known
    record Said(int person, @Nullable Double start, String text) {}

    int words() {
        return said.stream().mapToInt(it -> it.text().split("\\s+", -1).length).sum();
    }

    Person person(int number) {
        return Objects.requireNonNull(people.get(number));
    }

    /// Whether one of the person's names is spoken: a name that is not spoken cannot be found.
    boolean isNamed(int number) {
        return person(number).names().stream().anyMatch(this::isSaid);
    }

    private boolean isSaid(String name) {
        var word = Pattern.compile("(?iU)\\b" + Pattern.quote(name) + "\\b");
        return said.stream().anyMatch(it -> word.matcher(it.text()).find());
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
        return new Dialogue("%s and %d more".formatted(dialogues.getFirst().name(), dialogues.size() - 1), people,
                said);
    }
}
