package dev.rolecall.classifier.llm.chat;

import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.classifier.llm.Question;

/// The body of `POST /chat/completions`.
public final class ChatRequest {
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final String REPLACEMENT = "\uFFFD";

    private ChatRequest() {}

    /// @param optional writes the fields that a request can do without
    public static String json(Question question, String model, BiConsumer<ObjectNode, Question> optional) {
        var request = JsonNodeFactory.instance.objectNode().put("model", model);
        var messages = request.putArray("messages");
        optional.accept(request, question);
        var hasSchema = request.at("/response_format/json_schema").isObject();
        message(messages.addObject(), "system", hasSchema
                ? question.instructions()
                : question.instructions() + "\nAnswer with one JSON object and nothing else. Its JSON schema:\n"
                        + question.schema());
        message(messages.addObject(), "user", question.data());
        if (question.objection() != null) {
            message(messages.addObject(), "assistant", question.objection().answer());
            message(messages.addObject(), "user", question.objection().text());
        }
        // strict servers reject JSON with half a surrogate pair
        return LONE_SURROGATE.matcher(request.toString()).replaceAll(REPLACEMENT);
    }

    private static void message(ObjectNode message, String role, String content) {
        message.put("role", role).put("content", content);
    }

    /// An estimate of the input: one token for four characters.
    public static int roughTokens(Question question) {
        var objection = question.objection() == null
                ? 0
                : question.objection().answer().length() + question.objection().text().length();
        return (question.instructions().length() + question.data().length() + objection) / 4;
    }
}
