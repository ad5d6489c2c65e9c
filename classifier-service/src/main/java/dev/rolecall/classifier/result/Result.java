package dev.rolecall.classifier.result;

import java.util.Set;
import java.util.UUID;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.roles.LabellingRequest;
import org.jspecify.annotations.Nullable;

/// The result of a classification.
public sealed interface Result {
    UUID id();

    LabellingRequest request();

    Conversation conversation();

    /// Whether it took a call to the LLM.
    default boolean tookTheLlm() {
        return this instanceof Labelled labelled && labelled.usage() != null;
    }

    /// The speakers are labelled.
    ///
    /// @param withheld numbers of the turns that the LLM was not shown because they give instructions to the LLM
    /// @param checked what the conversation supports
    /// @param usage of all calls to the LLM together; null if it was not asked, because it could add nothing
    record Labelled(UUID id, LabellingRequest request, Conversation conversation, Set<Integer> withheld,
            Checked checked, @Nullable Usage usage)
            implements
                Result {}

    /// There was nothing to label.
    ///
    /// @param reason `no-words` or `one-channel-without-speakers`
    record Unlabelled(UUID id, LabellingRequest request, Conversation conversation, String reason) implements Result {}
}
