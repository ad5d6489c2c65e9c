package dev.rolecall.classifier.result;

import java.util.Set;
import java.util.UUID;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.roles.LabellingRequest;

/// The result of a classification.
public sealed interface Result {
    UUID id();

    LabellingRequest request();

    Conversation conversation();

    /// The LLM was asked.
    ///
    /// @param withheld numbers of the turns that the LLM was not shown because they give instructions to the LLM
    /// @param checked the supported part of its verdict
    /// @param usage of all calls together
    record Labelled(UUID id, LabellingRequest request, Conversation conversation, Set<Integer> withheld,
            Checked checked,
            Usage usage)
            implements
                Result {}

    /// There was nothing to label.
    ///
    /// @param reason `no-words` or `one-channel-without-speakers`
    record Unlabelled(UUID id, LabellingRequest request, Conversation conversation, String reason) implements Result {}
}
