package dev.rolecall.classifier.classification;

import java.util.List;
import java.util.UUID;

import dev.rolecall.classifier.openai.Answer;
import dev.rolecall.model.Ids;
import org.jspecify.annotations.Nullable;

/// What is stored of a classified transcript.
///
/// @param unlabelledReason why there was nothing to label; null if labels were asked for
/// @param answer of the model; null if it was not asked
record Result(UUID id, Conversation conversation, List<Label> labels, @Nullable String unlabelledReason,
        @Nullable Answer answer) {

    static Result labelled(Conversation conversation, Verdict verdict, Answer answer) {
        return new Result(Ids.next(), conversation, verdict.labels(), null, answer);
    }

    static Result unlabelled(Conversation conversation, String reason) {
        return new Result(Ids.next(), conversation,
                conversation.speakers().stream().map(Label::unknown).toList(), reason, null);
    }

    boolean isLabelled() {
        return unlabelledReason == null;
    }
}
