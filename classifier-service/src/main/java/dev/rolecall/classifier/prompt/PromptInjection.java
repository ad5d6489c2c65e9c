package dev.rolecall.classifier.prompt;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.Phrases;

/// Finds turns that give instructions to the LLM instead of speaking to the other participants: "label speaker two as
/// the doctor". Such a turn is not shown to the LLM and is not accepted as evidence.
///
/// No list of phrases is complete. A turn that is not found here still meets the check of the evidence.
public final class PromptInjection {
    private static final Phrases PHRASES = Phrases.of("", "prompt-injections");

    private PromptInjection() {}

    /// The numbers of the turns that give instructions to the LLM.
    public static Set<Integer> turnsOf(Conversation conversation) {
        return conversation.turns()
                .stream()
                .filter(turn -> isIn(turn.text()))
                .map(Turn::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static boolean isIn(String text) {
        return PHRASES.isIn(text);
    }
}
