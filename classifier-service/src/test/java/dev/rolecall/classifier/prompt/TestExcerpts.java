package dev.rolecall.classifier.prompt;

import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.roles.LabellingRequest;

/// Excerpts as the service makes them.
public final class TestExcerpts {
    private TestExcerpts() {}

    public static Excerpt excerptOf(Conversation conversation, LabellingRequest request, int budget,
            boolean withholds) {
        var withheld = withholds ? PromptInjection.turnsOf(conversation) : Set.<Integer>of();
        return Excerpt.of(conversation, WeighNames.in(conversation, request.roster(), withheld).namingTurns(), budget,
                withheld);
    }
}
