package dev.rolecall.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.rolecall.benchmarks.Percentile;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.evaluation.Dialogue;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.evidence.CheckEvidence;
import dev.rolecall.classifier.evidence.Label;
import dev.rolecall.classifier.evidence.Verdict;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;

/// How long names are weighed and checked, on top of parsing: an hour without a roster, and four hours of eight speakers
/// with a roster of a hundred people, from all sets. Calls of one set follow each other until they are long enough, so
/// they name more people than one call would.
final class Cost {
    private static final int WORDS_AN_HOUR = 9_000;
    private static final int WARM_UP = 60;
    private static final int TIMES = 41;

    private Cost() {}

    /// @param all whose people are the roster
    static List<Row> of(List<Dialogue> dialogues, List<Dialogue> all) {
        var hour = talk(dialogues, 2, WORDS_AN_HOUR);
        var fourHours = talk(dialogues, 8, 4 * WORDS_AN_HOUR);
        return List.of(Row.atMost("an hour of two speakers: weigh and check", 5, millis(hour, List.of()), "ms"),
                Row.atMost("four hours of eight speakers, roster of 100: weigh and check", 50,
                        millis(fourHours, roster(all)), "ms"));
    }

    private static List<String> roster(List<Dialogue> dialogues) {
        return dialogues.stream()
                .flatMap(dialogue -> dialogue.people().values().stream())
                .map(person -> String.join(" ", person.names()))
                .filter(name -> !name.isEmpty())
                .distinct()
                .limit(100)
                .toList();
    }

    private static double millis(Conversation talk, List<String> roster) {
        var roles = RoleSet.of("support", "a call", Map.of("agent", "a", "customer", "c"));
        var request = LabellingRequest.of(List.of(roles), roster);
        IntStream.range(0, WARM_UP).forEach(_ -> once(talk, request));
        var millis = IntStream.range(0, TIMES).mapToObj(_ -> {
            var began = System.nanoTime();
            once(talk, request);
            return (System.nanoTime() - began) / 1e6;
        }).toList();
        return Percentile.of(millis, 50);
    }

    private static void once(Conversation talk, LabellingRequest request) {
        var names = WeighNames.in(talk, request.roster(), Set.of());
        var nothing = new Verdict("support", talk.speakers().stream().map(Label::unknown).toList(), List.of(),
                List.of());
        if (CheckEvidence.check(nothing, talk, request, names, Set.of()).verdict().labels().isEmpty()) {
            throw new IllegalStateException("no speaker is left to label");
        }
    }

    private static Conversation talk(List<Dialogue> dialogues, int speakers, int words) {
        var turns = new ArrayList<Turn>();
        var count = 0;
        for (var i = 0; count < words; i = (i + 1) % dialogues.size()) {
            for (var said : dialogues.get(i).said()) {
                turns.add(new Turn(turns.size() + 1, new Speaker(0, said.person() % speakers), turns.size(),
                        turns.size() + 1, said.text()));
                count += said.text().split("\\s+").length;
            }
        }
        return new Conversation(1, turns);
    }
}
