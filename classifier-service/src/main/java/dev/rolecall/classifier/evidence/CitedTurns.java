package dev.rolecall.classifier.evidence;

import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.NameCues;

/// Which of the turns that an LLM cites count. A turn counts if it was shown and is by the speaker, or belongs to another
/// speaker and is adjacent to one of theirs.
///
/// @param shown numbers of the turns that the LLM was shown
record CitedTurns(Conversation conversation, Set<Integer> shown) {

    List<Integer> concerning(Speaker speaker, List<Integer> cited) {
        return cited.stream().distinct().filter(turn -> concerns(turn, speaker)).toList();
    }

    /// Whether they show a role: at least one is by the speaker, and those by others speak to a participant. A turn that
    /// only speaks about the speaker is hearsay, and spoils the others.
    boolean showARole(Speaker speaker, List<Integer> cited) {
        return concerning(speaker, cited).stream().anyMatch(turn -> isBy(turn, speaker))
                && cited.stream().filter(shown::contains).allMatch(turn -> mayShowARole(turn, speaker));
    }

    private boolean mayShowARole(int number, Speaker speaker) {
        return isBy(number, speaker)
                || (concerns(number, speaker) && NameCues.addressesAParticipant(turn(number).text()));
    }

    /// How many are by the speaker.
    long by(Speaker speaker, List<Integer> cited) {
        return cited.stream().distinct().filter(shown::contains).filter(turn -> isBy(turn, speaker)).count();
    }

    private boolean concerns(int number, Speaker speaker) {
        return shown.contains(number)
                && (isBy(number, speaker) || isBy(number - 1, speaker) || isBy(number + 1, speaker));
    }

    private boolean isBy(int number, Speaker speaker) {
        return number >= 1 && number <= conversation.turns().size() && turn(number).speaker().equals(speaker);
    }

    private Turn turn(int number) {
        return conversation.turns().get(number - 1);
    }
}
