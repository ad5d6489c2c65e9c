package dev.rolecall.classifier.evidence;

import java.util.List;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.roles.LabellingRequest;
import org.jspecify.annotations.Nullable;

/// Who the speakers of a conversation are, with exactly one label for each speaker.
///
/// @param setting the role set of the conversation; null if none fits
/// @param labels in the order of the speakers
/// @param samePerson speakers that are one person: reported, not merged
/// @param severalPeople speakers that are more than one person: reported, not split
public record Verdict(@Nullable String setting, List<Label> labels, List<SamePerson> samePerson,
        List<SeveralPeople> severalPeople) {
    /// One person has several speaker labels.
    public record SamePerson(List<Speaker> speakers, List<Integer> evidence) {}

    /// Several people have one speaker label.
    public record SeveralPeople(Speaker speaker, List<Integer> evidence) {}

    /// What is said where no LLM is asked.
    static Verdict ofNothing(Conversation conversation, LabellingRequest request) {
        return new Verdict(request.mustFindSetting() ? null : request.sets().getFirst().name(),
                conversation.speakers().stream().map(Label::unknown).toList(), List.of(), List.of());
    }

    /// Number of roles and names that are not unknown.
    public int claims() {
        return (int) (labels.stream().filter(Label::isKnown).count()
                + labels.stream().filter(label -> label.name() != null).count());
    }
}
