package dev.rolecall.fakellm;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A completion as the server-sent events of `stream: true`.
final class StreamCompletion {
    private static final int PIECE = 40;

    private StreamCompletion() {}

    static String events(JsonObject completion) {
        var choice = completion.getJsonArray("choices").getJsonObject(0);
        var content = choice.getJsonObject("message").getValue("content");
        var text = content == null ? "" : content.toString();
        var pieces = Stream.iterate(0, at -> at < text.length(), at -> at + PIECE)
                .map(at -> new JsonObject().put("content", text.substring(at, Math.min(text.length(), at + PIECE))));
        var first = new JsonObject().put("role", "assistant").put("content", "");
        var chunks = Stream.concat(Stream.of(first), pieces).map(delta -> chunk(completion, delta, null));
        var last = chunk(completion, new JsonObject(), choice.getString("finish_reason"));
        return Stream.concat(chunks, Stream.of(last))
                .map(chunk -> "data: " + chunk.encode() + "\n\n")
                .collect(Collectors.joining()) + "data: [DONE]\n\n";
    }

    private static JsonObject chunk(JsonObject completion, JsonObject delta, @Nullable String finish) {
        return new JsonObject().put("id", completion.getString("id"))
                .put("object", "chat.completion.chunk")
                .put("created", completion.getLong("created"))
                .put("model", completion.getString("model"))
                .put("choices", JsonArray.of(new JsonObject().put("index", 0)
                        .put("delta", delta)
                        .putNull("logprobs")
                        .put("finish_reason", finish)));
    }
}
