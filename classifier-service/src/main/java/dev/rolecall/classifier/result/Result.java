package dev.rolecall.classifier.result;

import java.util.Set;
import java.util.UUID;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.contract.Ids;
import org.jspecify.annotations.Nullable;

/// What is stored of a classified transcript.
///
/// @param withheld numbers of the turns that the model was not shown, because they speak to the labeller
/// @param checked the verdict, and what of its evidence counted; null if none was asked for
/// @param unlabelledReason why there was nothing to label; null if labels were asked for
/// @param usage of the model; null if it was not asked
public record Result(UUID id, LabellingRequest request, Conversation conversation, Set<Integer> withheld,
        @Nullable Checked checked, @Nullable String unlabelledReason, @Nullable Usage usage) {

    public static Result labelled(LabellingRequest request, Conversation conversation, Set<Integer> withheld,
            Checked checked,
            Usage usage) {
        return new Result(Ids.next(), request, conversation, withheld, checked, null, usage);
    }

    public static Result unlabelled(LabellingRequest request, Conversation conversation, String reason) {
        return new Result(Ids.next(), request, conversation, Set.of(), null, reason, null);
    }

    public boolean isLabelled() {
        return unlabelledReason == null;
    }
}
