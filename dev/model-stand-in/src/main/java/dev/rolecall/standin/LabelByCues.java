package dev.rolecall.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Labels speakers by the cues among their words, "unknown" where nothing speaks for a role or two speak alike.
final class LabelByCues {
    /// A capital after a self-introduction is taken for a name; one word, or two after a title.
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

    private LabelByCues(Set<String> roles, List<Turn> turns) {
        this.roles = roles;
        this.turns = turns;
    }

    static List<Label> label(Set<String> roles, List<String> speakers, List<Turn> turns) {
        var labels = new LabelByCues(roles, turns);
        for (var i = 0; i < turns.size(); i++) {
            labels.read(i);
        }
        return speakers.stream().map(labels::labelOf).toList();
    }

    private void read(int index) {
        var turn = turns.get(index);
        for (var cue : Cue.ALL) {
            if (roles.contains(cue.role()) && cue.phrase().matcher(turn.text()).find()) {
                note(rolesOf, cue.toOther() ? neighbour(index) : turn.speaker(), cue.role(), turn);
            }
        }
        INTRODUCTION.matcher(turn.text()).results().forEach(found -> name(turn.speaker(), found.group(2), turn));
        ADDRESS.matcher(turn.text()).results().forEach(found -> name(neighbour(index), found.group(1), turn));
    }

    /// Whoever spoke last before this turn, or else first after it.
    private @Nullable String neighbour(int index) {
        var speaker = turns.get(index).speaker();
        var before = new ArrayList<>(turns.subList(0, index)).reversed().stream();
        var after = turns.subList(index + 1, turns.size()).stream();
        return java.util.stream.Stream.concat(before, after)
                .map(Turn::speaker)
                .filter(other -> !other.equals(speaker))
                .findFirst()
                .orElse(null);
    }

    private void name(@Nullable String speaker, String name, Turn turn) {
        if (!NO_NAMES.contains(name)) {
            note(namesOf, speaker, name, turn);
        }
    }

    private static void note(Map<String, Map<String, Set<Integer>>> of, @Nullable String speaker, String what,
            Turn turn) {
        if (speaker != null) {
            of.computeIfAbsent(speaker, _ -> new TreeMap<>())
                    .computeIfAbsent(what, _ -> new TreeSet<>())
                    .add(turn.number());
        }
    }

    private Label labelOf(String speaker) {
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

    /// What most turns speak for; nothing if two things tie.
    private static @Nullable String clearest(Map<String, Set<Integer>> candidates) {
        var most = candidates.values().stream().mapToInt(Set::size).max().orElse(0);
        var best = candidates.entrySet().stream().filter(candidate -> candidate.getValue().size() == most).toList();
        return best.size() == 1 ? best.getFirst().getKey() : null;
    }
}
