package dev.rolecall.classifier.evidence;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.evidence.CheckedClaim.Reason;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleCues;
import org.jspecify.annotations.Nullable;

/// Which roles the conversation supports.
///
/// - A role that the LLM gives must belong to the setting, and be shown by the speaker's own turns.
/// - The role that the caller declares for a channel is the main speaker's.
/// - Neither may be contradicted by what the speakers say, see [RoleCues], nor be that of a label that is not one person.
final class CheckRoles {
    private final Conversation conversation;
    private final Map<Speaker, List<String>> texts;
    private final LabellingRequest request;
    private final CitedTurns turns;
    private final Set<Speaker> repeated;

    /// @param repeated speakers whose words another channel repeats
    CheckRoles(Conversation conversation, LabellingRequest request, CitedTurns turns, Set<Speaker> repeated) {
        this.conversation = conversation;
        this.texts = conversation.turns()
                .stream()
                .collect(Collectors.groupingBy(Turn::speaker, Collectors.mapping(Turn::text, Collectors.toList())));
        this.request = request;
        this.turns = turns;
        this.repeated = repeated;
    }

    /// @return what is wrong with the role that the LLM gives; null if nothing is
    @Nullable
    Reason ofTheLlm(Label said, @Nullable String setting) {
        if (!request.allows(setting, said.role())) {
            return Reason.ROLE_OUTSIDE_SETTING;
        }
        if (repeated.contains(said.speaker())) {
            return Reason.ROLE_OF_REPEATED_SPEECH;
        }
        return turns.showARole(said.speaker(), said.evidence()) ? null : Reason.ROLE_NOT_SHOWN;
    }

    /// @return why the declared role of the channel is not this speaker's; null if it is
    @Nullable
    Reason declared(Speaker speaker) {
        if (repeated.contains(speaker)) {
            return Reason.ROLE_OF_REPEATED_SPEECH;
        }
        return isMainSpeaker(speaker) ? null : Reason.ROLE_OF_ANOTHER_IN_THE_CHANNEL;
    }

    /// Of several speakers in one channel, the one who says most.
    private boolean isMainSpeaker(Speaker speaker) {
        return conversation.speakers()
                .stream()
                .filter(other -> other.channel() == speaker.channel())
                .max(Comparator.comparingInt(this::length).thenComparing(Comparator.<Speaker>naturalOrder().reversed()))
                .filter(speaker::equals)
                .isPresent();
    }

    private int length(Speaker speaker) {
        return texts.getOrDefault(speaker, List.of()).stream().mapToInt(String::length).sum();
    }

    /// The speakers whose roles are contradicted: what each of them says fits the other's role clearly better.
    Set<Speaker> contradicted(List<Label> labels) {
        var checkable = labels.stream().filter(label -> RoleCues.know(label.role())).toList();
        var scores = new HashMap<Speaker, Double>();
        checkable.forEach(label -> scores.put(label.speaker(),
                RoleCues.scoreOf(texts.getOrDefault(label.speaker(), List.of()))));
        return checkable.stream()
                .filter(label -> checkable.stream()
                        .anyMatch(other -> areSwapped(label, other, scores) || areSwapped(other, label, scores)))
                .map(Label::speaker)
                .collect(Collectors.toSet());
    }

    private static boolean areSwapped(Label one, Label other, Map<Speaker, Double> scores) {
        return RoleCues.contradict(one.role(), scores.getOrDefault(one.speaker(), 0.0), other.role(),
                scores.getOrDefault(other.speaker(), 0.0));
    }
}
