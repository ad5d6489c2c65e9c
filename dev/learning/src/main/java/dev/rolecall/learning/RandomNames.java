package dev.rolecall.learning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.rolecall.benchmarks.evaluation.Dialogue;
import dev.rolecall.benchmarks.evaluation.Dialogue.Person;
import dev.rolecall.benchmarks.evaluation.Dialogue.Said;

/// The same dialogues with each name replaced by another one, at random: what was learnt must not be the names. Within a
/// dialogue a name is always replaced by the same one, and two names by two.
final class RandomNames {
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private final List<String> pool;
    private final Random random = new Random(1);

    private RandomNames(Collection<Dialogue> dialogues) {
        var words = new TreeSet<String>();
        dialogues.forEach(dialogue -> words.addAll(namesOf(dialogue)));
        pool = new ArrayList<>(words);
    }

    static List<Dialogue> in(List<Dialogue> dialogues) {
        var names = new RandomNames(dialogues);
        return dialogues.stream().map(names::replace).toList();
    }

    private static Collection<String> namesOf(Dialogue dialogue) {
        var words = new TreeSet<String>();
        dialogue.people().values().forEach(person -> words.addAll(wordsOf(String.join(" ", person.names()))));
        dialogue.absent().forEach(name -> words.addAll(wordsOf(name)));
        return words;
    }

    private static List<String> wordsOf(String name) {
        return WORD.matcher(name)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .filter(word -> word.length() > 2)
                .toList();
    }

    private Dialogue replace(Dialogue dialogue) {
        Collections.shuffle(pool, random);
        var others = new HashMap<String, String>();
        namesOf(dialogue).forEach(name -> others.put(name, pool.get(others.size())));
        var people = new HashMap<Integer, Person>();
        dialogue.people().forEach((number, person) -> people.put(number, new Person(person.role(),
                person.names().stream().map(name -> replace(name, others)).toList())));
        return new Dialogue(dialogue.file(), dialogue.id(), people,
                dialogue.said()
                        .stream()
                        .map(said -> new Said(said.person(), said.start(), replace(said.text(), others)))
                        .toList(),
                dialogue.absent().stream().map(name -> replace(name, others)).toList());
    }

    private static String replace(String text, Map<String, String> others) {
        return WORD.matcher(text).replaceAll(word -> replacement(word, others));
    }

    private static String replacement(MatchResult word, Map<String, String> others) {
        var other = others.getOrDefault(word.group().toLowerCase(Locale.ROOT), "");
        if (other.isEmpty()) {
            return word.group();
        }
        return Character.isUpperCase(word.group().charAt(0))
                ? Character.toUpperCase(other.charAt(0)) + other.substring(1)
                : other;
    }
}
