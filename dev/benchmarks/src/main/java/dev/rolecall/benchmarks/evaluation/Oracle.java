package dev.rolecall.benchmarks.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import dev.rolecall.benchmarks.evaluation.Dialogue.Person;
import org.jspecify.annotations.Nullable;

/// An LLM that is told who is who, and is right or wrong on purpose: it shows what Rolecall believes of any LLM.
enum Oracle {
    /// Gives every speaker's true role and true name, as it is spoken.
    RIGHT {
        @Override
        List<Answer> answers(Dialogue dialogue) {
            var answers = new ArrayList<Answer>();
            answers.add(new Answer(Map.of(), each(dialogue, dialogue::spokenNames)));
            if (hasKnownRoles(dialogue)) {
                answers.add(new Answer(roles(dialogue, List.of()), Map.of()));
            }
            return answers;
        }
    },

    /// Gives every speaker each name that is not theirs, of another participant or of an absent person. One answer has one
    /// name for each speaker, and no name twice.
    WRONG {
        @Override
        List<Answer> answers(Dialogue dialogue) {
            var names = List.copyOf(new LinkedHashSet<>(namesIn(dialogue)));
            var rounds = Math.max(names.size(), dialogue.people().size());
            return IntStream.range(0, names.isEmpty() ? 0 : rounds)
                    .mapToObj(round -> new Answer(Map.of(), each(dialogue, person -> {
                        var at = (person + round) % rounds;
                        return at < names.size() ? notOf(dialogue.person(person), names.get(at)) : List.of();
                    })))
                    .toList();
        }
    },

    /// Gives the two people who speak most each other's role.
    SWAPPED {
        @Override
        List<Answer> answers(Dialogue dialogue) {
            var speakMost = dialogue.people()
                    .keySet()
                    .stream()
                    .sorted((one, other) -> Integer.compare(words(dialogue, other), words(dialogue, one)))
                    .limit(2)
                    .toList();
            return hasKnownRoles(dialogue) && speakMost.size() == 2
                    ? List.of(new Answer(roles(dialogue, speakMost), Map.of()))
                    : List.of();
        }
    },

    /// Knows nothing: what a result has is given without an LLM.
    NONE {
        @Override
        List<Answer> answers(Dialogue dialogue) {
            return List.of(new Answer(Map.of(), Map.of()));
        }
    };

    /// The role sets that Rolecall has without configuration.
    private static final Map<String, String> SETTINGS = Map.of("agent", "support", "customer", "support", "doctor",
            "medical", "patient", "medical", "companion", "medical", "interviewer", "interview", "candidate",
            "interview", "host", "show", "guest", "show");

    /// What is claimed of a conversation at once, by the number of the speaker.
    ///
    /// @param names each as the words that are spoken
    record Answer(Map<Integer, String> roles, Map<Integer, List<String>> names) {
        /// The role set of the roles; null if none is claimed.
        @Nullable
        String setting() {
            return roles.values().stream().map(SETTINGS::get).findFirst().orElse(null);
        }
    }

    /// All answers that are to be tried, one at a time.
    abstract List<Answer> answers(Dialogue dialogue);

    /// Whether all roles belong to one role set.
    static boolean hasKnownRoles(Dialogue dialogue) {
        var settings = dialogue.people().values().stream().map(Person::role).map(SETTINGS::get).distinct().toList();
        return settings.size() == 1 && settings.getFirst() != null;
    }

    private static Map<Integer, String> roles(Dialogue dialogue, List<Integer> swapped) {
        var roles = new TreeMap<Integer, String>();
        dialogue.people().forEach((number, person) -> roles.put(number, person.role()));
        if (!swapped.isEmpty()) {
            roles.put(swapped.getFirst(), dialogue.person(swapped.getLast()).role());
            roles.put(swapped.getLast(), dialogue.person(swapped.getFirst()).role());
        }
        return roles;
    }

    private static int words(Dialogue dialogue, int person) {
        return dialogue.said().stream().filter(it -> it.person() == person).mapToInt(it -> it.text().length()).sum();
    }

    /// Every name that the conversation says, of participants and of absent people.
    private static Collection<List<String>> namesIn(Dialogue dialogue) {
        var names = new ArrayList<List<String>>();
        dialogue.people().keySet().forEach(person -> names.add(dialogue.spokenNames(person)));
        dialogue.absent().forEach(name -> names.add(Dialogue.words(name).stream().filter(dialogue::says).toList()));
        names.removeIf(List::isEmpty);
        return names;
    }

    /// Without words that are this person's own name as well.
    private static List<String> notOf(Person person, List<String> name) {
        return name.stream().filter(word -> !person.isCalled(word)).toList();
    }

    private interface NameOf {
        List<String> person(int number);
    }

    /// Only for people whose true name is known: of others it is not known what is right.
    private static Map<Integer, List<String>> each(Dialogue dialogue, NameOf names) {
        var each = new TreeMap<Integer, List<String>>();
        dialogue.people().forEach((number, person) -> {
            var name = names.person(number);
            if (!person.names().isEmpty() && !name.isEmpty()) {
                each.put(number, name);
            }
        });
        return each;
    }
}
