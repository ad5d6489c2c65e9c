package dev.rolecall.standin;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// Answers one chat completion request in OpenAI's shape.
final class Completion {
    private final JsonObject request;
    private final String id;

    Completion(JsonObject request, String id) {
        this.request = request;
        this.id = id;
    }

    JsonObject labels(boolean gullible) {
        var turns = Turn.in(prompt());
        var labels = LabelByCues.label(roles(), speakers(), turns);
        var told = gullible ? Gullible.obey(roles(), turns, labels) : labels;
        return answer(content(told), "stop");
    }

    JsonObject cutOff() {
        var whole = content(LabelByCues.label(roles(), speakers(), Turn.in(prompt())));
        return answer(whole.substring(0, whole.length() / 2), "length");
    }

    JsonObject garbage() {
        return answer("Sure! Here are the speakers: the first one sounds like", "stop");
    }

    JsonObject refusal() {
        var answer = answer("", "stop");
        answer.getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .put("content", null)
                .put("refusal", "I'm sorry, I can't help with that.");
        return answer;
    }

    private static String content(List<Label> labels) {
        var speakers = labels.stream().map(Label::toJson).collect(Collectors.toList());
        return new JsonObject().put("speakers", new JsonArray(speakers)).encode();
    }

    private JsonObject answer(String content, String finishReason) {
        var message = new JsonObject().put("role", "assistant").put("content", content).putNull("refusal");
        var choice = new JsonObject().put("index", 0).put("message", message).put("finish_reason", finishReason);
        // four characters a token is OpenAI's own rule of thumb for English
        var input = request.getJsonArray("messages").encode().length() / 4;
        var output = content.length() / 4;
        return new JsonObject().put("id", id)
                .put("object", "chat.completion")
                .put("created", System.currentTimeMillis() / 1000)
                .put("model", request.getString("model"))
                .put("choices", JsonArray.of(choice))
                .put("usage", new JsonObject().put("prompt_tokens", input)
                        .put("completion_tokens", output)
                        .put("total_tokens", input + output));
    }

    private String prompt() {
        return request.getJsonArray("messages")
                .stream()
                .map(JsonObject.class::cast)
                .filter(message -> "user".equals(message.getString("role")))
                .map(message -> message.getString("content"))
                .collect(Collectors.joining("\n"));
    }

    private Set<String> roles() {
        return speakerProperty("role").stream()
                .map(String.class::cast)
                .filter(role -> !Label.UNKNOWN.equals(role))
                .collect(Collectors.toSet());
    }

    private List<String> speakers() {
        return speakerProperty("speaker").stream().map(String.class::cast).toList();
    }

    /// The allowed values of a property of each speaker, as the request's own schema names them.
    private JsonArray speakerProperty(String name) {
        return request.getJsonObject("response_format")
                .getJsonObject("json_schema")
                .getJsonObject("schema")
                .getJsonObject("properties")
                .getJsonObject("speakers")
                .getJsonObject("items")
                .getJsonObject("properties")
                .getJsonObject(name)
                .getJsonArray("enum");
    }
}
