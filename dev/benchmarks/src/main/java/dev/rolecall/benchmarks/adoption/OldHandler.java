package dev.rolecall.benchmarks.adoption;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// The handler that teams come from: it stores the callback, calls the LLM while Deepgram waits, and has one status for both. It
/// repeats a call that the provider refuses twice, as OpenAI's SDKs do.
final class OldHandler {
    private static final int REPEATS = 2;
    private static final int ERRORS = 400;
    private static final int CONNECTIONS = 20;
    private static final int CALLS_AT_ONCE = 1000;
    /// The shape of the answer that it asks for.
    private static final String INSTRUCTIONS = """
            Say who is who. Answer with JSON of this schema:
            {"type":"object","properties":{"speakers":{"type":"array","items":{"type":"object","properties":{"speaker":{"enum":["0:0","0:1"]},"role":{"enum":["agent","customer","unknown"]}}}}}}""";

    private final Vertx vertx = Vertx.vertx();
    private final Pool database;
    private final HttpClient http;
    private final String llm;
    private final long betweenCalls;

    private OldHandler(String[] arguments) {
        database = PgBuilder.pool()
                .with(new io.vertx.sqlclient.PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(PgConnectOptions.fromUri(arguments[1]))
                .using(vertx)
                .build();
        http = vertx.httpClientBuilder().with(new PoolOptions().setHttp1MaxSize(CALLS_AT_ONCE)).build();
        llm = arguments[2];
        betweenCalls = Long.parseLong(arguments[3]);
    }

    /// Arguments: its port, PostgreSQL's URI with user and password, the LLM's URL, and how many milliseconds are between two
    /// calls for the same callback.
    public static void main(String[] arguments) {
        new OldHandler(arguments).listen(Integer.parseInt(arguments[0]));
    }

    private void listen(int port) {
        vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .onFailure(failure -> {
                    System.err.println("failed to start the old handler: " + failure);
                    System.exit(1);
                });
    }

    private void handle(HttpServerRequest request) {
        request.body()
                .compose(this::storeAndLabel)
                .onSuccess(_ -> request.response().end())
                .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString()));
    }

    private Future<?> storeAndLabel(Buffer body) {
        var response = body.toJsonObject();
        var requestId = response.getJsonObject("metadata").getString("request_id");
        return database.preparedQuery("""
                INSERT INTO app.transcripts (request_id, status, response) VALUES ($1, 'processing', $2)
                ON CONFLICT (request_id) DO UPDATE SET status = 'processing', response = excluded.response""")
                .execute(Tuple.of(requestId, response))
                .compose(_ -> ask(requestId, text(response), REPEATS))
                .compose(result -> end(requestId, "completed", result),
                        _ -> end(requestId, "failed", null));
    }

    private static String text(JsonObject response) {
        return response.getJsonObject("results")
                .getJsonArray("channels")
                .getJsonObject(0)
                .getJsonArray("alternatives")
                .getJsonObject(0)
                .getString("transcript");
    }

    private Future<Void> end(String requestId, String status, @Nullable JsonObject result) {
        return database
                .preparedQuery(
                        "UPDATE app.transcripts SET status = $2, result = $3, updated_at = now() WHERE request_id = $1")
                .execute(Tuple.of(requestId, status, result)).mapEmpty();
    }

    private Future<JsonObject> ask(String requestId, String text, int repeats) {
        return call(requestId, text).recover(failure -> repeats == 0
                ? Future.failedFuture(failure)
                : vertx.timer(betweenCalls, TimeUnit.MILLISECONDS).compose(_ -> ask(requestId, text, repeats - 1)));
    }

    private Future<JsonObject> call(String requestId, String text) {
        var question = new JsonObject().put("model", "fake-llm")
                .put("response_format", new JsonObject().put("type", "json_object"))
                .put("messages", new JsonArray().add(message("system", INSTRUCTIONS)).add(message("user", text)));
        return http.request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(llm + "/chat/completions")
                .putHeader("Authorization", "Bearer fake")
                .putHeader("X-Client-Request-Id", UUID.fromString(requestId) + "-1"))
                .compose(request -> request.send(question.toBuffer()))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() < ERRORS
                                ? Future.succeededFuture(answer.toJsonObject())
                                : Future.failedFuture("the LLM answers " + response.statusCode())));
    }

    private static JsonObject message(String role, String content) {
        return new JsonObject().put("role", role).put("content", content);
    }
}
