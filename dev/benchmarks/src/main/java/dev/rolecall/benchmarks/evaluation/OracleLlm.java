package dev.rolecall.benchmarks.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.rolecall.benchmarks.evaluation.Dialogue.Said;
import dev.rolecall.benchmarks.evaluation.Oracle.Answer;
import dev.rolecall.localstack.Llm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// A server in OpenAI's protocol that answers as an [Oracle] does. It knows the transcript by the id that classifier-service
/// sends with every call, and cites turns by plain search in the whole dialogue.
final class OracleLlm implements AutoCloseable {
    /// A transcript's id is the beginning of the header.
    private static final int ID_LENGTH = 36;
    private static final double CONFIDENCE = 0.9;
    private static final JsonObject USAGE = new JsonObject().put("prompt_tokens", 0).put("completion_tokens", 0);

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Promise<JsonObject>> answers = new ConcurrentHashMap<>();

    OracleLlm() {
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)));
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    Llm llm() {
        return new Llm("http://127.0.0.1:%d/v1".formatted(server.actualPort()), "oracle", "oracle", null);
    }

    /// What is to be answered about a transcript. A call that comes before is answered then.
    void answer(String transcriptId, Dialogue dialogue, Answer answer) {
        promise(transcriptId).complete(json(dialogue, answer));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        var id = String.valueOf(request.getHeader("X-Client-Request-Id"));
        var model = body.toJsonObject().getString("model");
        promise(id.substring(0, Math.min(ID_LENGTH, id.length()))).future()
                .onSuccess(answer -> request.response()
                        .putHeader("content-type", "application/json")
                        .end(completion(model, answer).toBuffer()));
    }

    private Promise<JsonObject> promise(String transcriptId) {
        return answers.computeIfAbsent(transcriptId, _ -> Promise.promise());
    }

    private static JsonObject completion(String model, JsonObject answer) {
        var message = new JsonObject().put("role", "assistant").put("content", answer.encode());
        return new JsonObject().put("id", "oracle")
                .put("object", "chat.completion")
                .put("model", model)
                .put("usage", USAGE)
                .put("choices", new JsonArray().add(new JsonObject().put("index", 0)
                        .put("finish_reason", "stop")
                        .put("message", message)));
    }

    private static JsonObject json(Dialogue dialogue, Answer answer) {
        var turns = turns(dialogue);
        var speakers = new JsonArray();
        for (var person : dialogue.people().keySet()) {
            var name = answer.names().getOrDefault(person, List.of());
            var evidence = new JsonArray();
            for (var i = 0; i < turns.size(); i++) {
                var turn = turns.get(i);
                if (name.isEmpty()
                        ? turn.person() == person
                        : name.stream().anyMatch(word -> Dialogue.says(turn.text(), word))) {
                    evidence.add(i + 1);
                }
            }
            speakers.add(new JsonObject().put("speaker", "0:" + person)
                    .put("evidence", evidence)
                    .put("role", answer.roles().getOrDefault(person, "unknown"))
                    .put("name", name.isEmpty() ? null : String.join(" ", name))
                    .put("confidence", CONFIDENCE));
        }
        return new JsonObject().put("setting", answer.setting() == null ? "other" : answer.setting())
                .put("speakers", speakers)
                .put("same_person", new JsonArray())
                .put("several_people", new JsonArray());
    }

    /// Numbered from 1 as Rolecall does: consecutive words of one speaker are one turn.
    private static List<Said> turns(Dialogue dialogue) {
        var turns = new ArrayList<Said>();
        for (var said : dialogue.said()) {
            if (!turns.isEmpty() && turns.getLast().person() == said.person()) {
                var before = turns.removeLast();
                turns.add(new Said(said.person(), before.start(), before.text() + " " + said.text()));
            } else {
                turns.add(said);
            }
        }
        return turns;
    }

    @Override
    public void close() {
        Future<Void> closed = vertx.close();
        closed.toCompletionStage().toCompletableFuture().join();
    }
}
