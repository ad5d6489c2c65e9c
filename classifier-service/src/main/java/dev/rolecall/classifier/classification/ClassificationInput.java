package dev.rolecall.classifier.classification;

import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.names.weighing.WeighNames.Candidate;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.roles.LabellingRequest;
import org.jspecify.annotations.Nullable;

/// What a classification needs: what the caller asked for, the whole conversation, the names that are spoken, and the
/// excerpt for the LLM.
///
/// @param candidates names that the conversation may give to a speaker
/// @param weighed null for a long conversation: its words take more memory than its text, and would be held while the LLM
///        answers
record ClassificationInput(LabellingRequest request, Conversation conversation, List<Candidate> candidates,
        @Nullable WeighNames weighed, Excerpt excerpt, Set<String> tags) {
    /// In turns' characters: about four hours.
    private static final int LONG = 200_000;

    static ClassificationInput of(LabellingRequest request, Conversation conversation, WeighNames names,
            Excerpt excerpt, Set<String> tags) {
        var length = conversation.turns().stream().mapToLong(turn -> turn.text().length()).sum();
        return new ClassificationInput(request, conversation, names.candidates(), length > LONG ? null : names,
                excerpt, tags);
    }

    /// Weighs the names of a long conversation once more.
    WeighNames names() {
        return weighed == null ? WeighNames.in(conversation, request.roster(), excerpt.withheld()) : weighed;
    }
}
