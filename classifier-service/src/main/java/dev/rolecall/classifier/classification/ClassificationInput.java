package dev.rolecall.classifier.classification;

import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.names.weighing.WeighNames.Candidate;
import dev.rolecall.classifier.prompt.Excerpt;
import dev.rolecall.classifier.roles.LabellingRequest;

/// What a classification needs: what the caller asked for, the whole conversation, the names that are spoken, and the
/// excerpt for the LLM. Held while the LLM answers, by as many jobs as are in flight.
///
/// @param candidates names that the conversation may give to a speaker
record ClassificationInput(LabellingRequest request, Conversation conversation, List<Candidate> candidates,
        Excerpt excerpt, Set<String> tags) {
    /// Weighs the names once more: that takes less time than collecting garbage around the words of the conversation, which
    /// take ten times the memory of its text, while the LLM answers.
    WeighNames names() {
        return WeighNames.in(conversation, request.roster(), excerpt.withheld());
    }
}
