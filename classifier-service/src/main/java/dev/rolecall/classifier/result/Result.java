package dev.rolecall.classifier.result;

import java.util.Set;
import java.util.UUID;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.roles.LabellingRequest;
import org.jspecify.annotations.Nullable;

/// The result of a classification.
public sealed interface Result {
    UUID id();

    LabellingRequest request();

    Conversation conversation();

    /// Who answered; null if the LLM was not asked.
    default @Nullable AnsweredBy answeredBy() {
        return this instanceof Labelled labelled ? labelled.by() : null;
    }

    /// The speakers are labelled.
    ///
    /// @param withheld numbers of the turns that the LLM was not shown because they give instructions to the LLM
    /// @param checked what the conversation supports
    /// @param by who answered; null if the LLM was not asked, because it could add nothing
    record Labelled(UUID id, LabellingRequest request, Conversation conversation, Set<Integer> withheld,
            Checked checked, @Nullable AnsweredBy by)
            implements
                Result {}

    /// There was nothing to label.
    ///
    /// @param reason `no-words` or `one-channel-without-speakers`
    record Unlabelled(UUID id, LabellingRequest request, Conversation conversation, String reason) implements Result {}
}
