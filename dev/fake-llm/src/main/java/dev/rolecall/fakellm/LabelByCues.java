package dev.rolecall.fakellm;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Labels speakers by the cues in their turns: "unknown" if no cue is found, or if two roles have equally many.
final class LabelByCues {
    /// A capitalised word after a self-introduction is a name; after a title, two words are.
    private static final Pattern INTRODUCTION = Pattern
            .compile("\\b(?:[Mm]y name is|[Mm]y name's|[Tt]his is|I'm|I am) ((?:Dr\\.?|Doctor) )?(\\p{Lu}[\\p{L}'-]+)");
    private static final Pattern ADDRESS = Pattern
            .compile("\\b(?:[Tt]hank you|[Tt]hanks|[Hh]ello|[Hh]i|[Ww]elcome),? (\\p{Lu}[\\p{L}'-]+)\\b");
    private static final Set<String> NO_NAMES = Set.of("I", "I'm", "I've", "Doctor", "Dr", "So", "Well", "And", "What",
            "How", "Yes", "No", "Okay", "Good", "Sorry", "Thanks", "You", "We", "The", "It", "That", "Monday");

    private final Set<String> roles;
    private final List<Turn> turns;
    private final Map<String, Map<String, Set<Integer>>> rolesOf = new TreeMap<>();
    private final Map<String, Map<String, Set<Integer>>> namesOf = new TreeMap<>();
    private final Map<String, Map<String, Set<Integer>>> introductionsOf = new TreeMap<>();

    private LabelByCues(Set<String> roles, List<Turn> turns) {
        this.roles = roles;
        this.turns = turns;
    }

    /// All cues in the turns.
    static LabelByCues of(Set<String> roles, List<Turn> turns) {
        var labels = new LabelByCues(roles, turns);
        turns.forEach(labels::read);
        return labels;
    }

    /// The names by which a speaker introduces themselves, with the turns.
    Map<String, Set<Integer>> introductionsOf(String speaker) {
        return introductionsOf.getOrDefault(speaker, Map.of());
    }

    private void read(Turn turn) {
        for (var cue : Cue.ALL) {
            if (roles.contains(cue.role()) && cue.phrase().matcher(turn.text()).find()) {
                if (cue.toOther()) {
                    neighbour(turn).ifPresent(other -> {
                        note(rolesOf, other.speaker(), cue.role(), turn);
                        note(rolesOf, other.speaker(), cue.role(), other);
                    });
                } else {
                    note(rolesOf, turn.speaker(), cue.role(), turn);
                }
            }
        }
        INTRODUCTION.matcher(turn.text()).results().forEach(found -> introduced(turn, found.group(2)));
        ADDRESS.matcher(turn.text())
                .results()
                .forEach(found -> neighbour(turn).ifPresent(other -> name(other.speaker(), found.group(1), turn)));
    }

    private void introduced(Turn turn, String name) {
        name(turn.speaker(), name, turn);
        if (!NO_NAMES.contains(name)) {
            note(introductionsOf, turn.speaker(), name, turn);
        }
    }

    /// The speaker of the previous turn, or else of the next; empty if the excerpt has neither.
    private Optional<Turn> neighbour(Turn turn) {
        return beside(turn, -1).or(() -> beside(turn, 1));
    }

    private Optional<Turn> beside(Turn turn, int distance) {
        return turns.stream()
                .filter(other -> other.number() == turn.number() + distance
                        && !other.speaker().equals(turn.speaker()))
                .findFirst();
    }

    private void name(String speaker, String name, Turn turn) {
        if (!NO_NAMES.contains(name)) {
            note(namesOf, speaker, name, turn);
        }
    }

    private static void note(Map<String, Map<String, Set<Integer>>> of, String speaker, String what, Turn turn) {
        of.computeIfAbsent(speaker, _ -> new TreeMap<>())
                .computeIfAbsent(what, _ -> new TreeSet<>())
                .add(turn.number());
    }

    /// The role with the most cues, or "unknown".
    Label labelOf(String speaker) {
        var role = clearest(rolesOf.getOrDefault(speaker, Map.of()));
        var name = clearest(namesOf.getOrDefault(speaker, Map.of()));
        var evidence = new TreeSet<Integer>();
        evidence.addAll(found(rolesOf, speaker, role));
        evidence.addAll(found(namesOf, speaker, name));
        return new Label(speaker, Objects.requireNonNullElse(role, Label.UNKNOWN), name,
                Math.min(0.95, 0.5 + 0.15 * evidence.size()), evidence);
    }

    private static Set<Integer> found(Map<String, Map<String, Set<Integer>>> of, String speaker,
            @Nullable String what) {
        return what == null ? Set.of() : of.getOrDefault(speaker, Map.of()).getOrDefault(what, Set.of());
    }

    /// The value with the most turns; empty if two have equally many.
    private static @Nullable String clearest(Map<String, Set<Integer>> candidates) {
        var most = candidates.values().stream().mapToInt(Set::size).max().orElse(0);
        var best = candidates.entrySet().stream().filter(candidate -> candidate.getValue().size() == most).toList();
        return best.size() == 1 ? best.getFirst().getKey() : null;
    }
}
