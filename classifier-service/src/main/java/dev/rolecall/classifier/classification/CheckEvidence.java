package dev.rolecall.classifier.classification;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Believes a label only as far as the conversation bears it out: a wrong name is worse than none.
///
/// A cited turn counts if it exists and is the speaker's own, or another's right beside one of theirs (somebody who
/// addresses them). Without such a turn there is no role; a name must also have been spoken in one of them.
final class CheckEvidence {
    private final Conversation conversation;

    CheckEvidence(Conversation conversation) {
        this.conversation = conversation;
    }

    Label check(Label label) {
        var evidence = label.evidence().stream().distinct().filter(turn -> concerns(turn, label.speaker())).toList();
        if (evidence.isEmpty()) {
            return Label.unknown(label.speaker());
        }
        var name = spoken(label.name(), evidence);
        return !label.isKnown() && name == null
                ? Label.unknown(label.speaker())
                : new Label(label.speaker(), label.role(), name, label.confidence(), evidence);
    }

    private boolean concerns(int number, Speaker speaker) {
        return isBy(number, speaker::equals)
                || (isBy(number, _ -> true)
                        && (isBy(number - 1, speaker::equals) || isBy(number + 1, speaker::equals)));
    }

    private boolean isBy(int number, Predicate<Speaker> who) {
        return number >= 1 && number <= conversation.turns().size() && who.test(turn(number).speaker());
    }

    private @Nullable String spoken(@Nullable String name, List<Integer> evidence) {
        return name != null && !name.isBlank() && evidence.stream().anyMatch(turn -> isSaidIn(name, turn))
                ? name.strip()
                : null;
    }

    private boolean isSaidIn(String name, int number) {
        var whole = Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(name.strip().toLowerCase(Locale.ROOT))
                + "(?![\\p{L}\\p{N}])");
        return whole.matcher(turn(number).text().toLowerCase(Locale.ROOT)).find();
    }

    private Turn turn(int number) {
        return conversation.turns().get(number - 1);
    }
}
