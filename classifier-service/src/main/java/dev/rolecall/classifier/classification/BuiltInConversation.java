package dev.rolecall.classifier.classification;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.client.Canary;
import dev.rolecall.classifier.prompt.Prompt;

/// A harmless conversation that fills the excerpt, so that a model whose context is too small for excerpts rejects it too.
/// Roles and names that a caller passes may make a question longer.
@ApplicationScoped
class BuiltInConversation implements Canary {
    private static final String CLIENT_REQUEST_ID = "rolecall-canary";
    private static final List<String> LINES = List.of(
            "Thank you for calling, this is Nadia from customer service. How can I help you today?",
            "Hi, my name is Oscar. I ordered a garden table last week and it has not arrived yet.",
            "I am sorry to hear that, Oscar. May I have the number of your order, please?",
            "Yes, one moment. It is on the confirmation that you sent me.",
            "I see it here. The parcel left our warehouse on Tuesday, and the carrier has it now.",
            "Do you know when they will bring it? I am at home in the morning only.",
            "Their page says tomorrow before noon. I can ask them to call you before they come.",
            "That would be great, thank you. Could you also send me the bill again?",
            "Of course. I have just sent it to the address in your account.",
            "Perfect, I have it. That was all. Have a nice day.");
    /// More than any text has per token.
    private static final int CHARACTERS_PER_TOKEN = 8;

    private final PrepareTranscript prepare;
    private final ClassificationConfig config;
    private final Prompt prompt;

    BuiltInConversation(PrepareTranscript prepare, ClassificationConfig config, Prompt prompt) {
        this.prepare = prepare;
        this.config = config;
        this.prompt = prompt;
    }

    @Override
    public Question question() {
        var input = prepare.from(conversation());
        return prompt.of(CLIENT_REQUEST_ID, input.request(), input.conversation(), input.candidates(),
                input.excerpt());
    }

    private Conversation conversation() {
        var turns = new ArrayList<Turn>();
        var length = 0;
        while (length < config.excerptTokens() * CHARACTERS_PER_TOKEN) {
            var number = turns.size() + 1;
            var text = LINES.get(turns.size() % LINES.size());
            turns.add(new Turn(number, new Speaker(0, turns.size() % 2), 5.0 * number, 5.0 * number + 4, text));
            length += text.length();
        }
        return new Conversation(1, turns);
    }
}
