package dev.rolecall.fakellm;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/// The server: `POST /v1/chat/completions`, `GET` and `PUT /control` (see [Behaviour]), `GET` and `DELETE /calls` (see
/// [Calls]). It listens on 127.0.0.1 unless another host is given.
public final class FakeLlm implements AutoCloseable {
    /// Without a file cache, which would need a writable folder in a container.
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false)));
    private final HttpServer server;
    private final Calls calls = new Calls();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private volatile Behaviour behaviour = Behaviour.PROMPT;

    private FakeLlm(int port, String host) {
        var options = new HttpServerOptions().setHost(host).setPort(port).setAcceptBacklog(4096);
        server = vertx.createHttpServer(options).requestHandler(this::route);
    }

    /// @param arguments the port and, if it is not 127.0.0.1, the host to listen on
    public static void main(String[] arguments) {
        var fakeLlm = start(Integer.parseInt(arguments[0]), arguments.length > 1 ? arguments[1] : "127.0.0.1");
        System.out.println("fake LLM on " + fakeLlm.url());
    }

    /// Starts a server; port 0 means any free port.
    public static FakeLlm start(int port) {
        return start(port, "127.0.0.1");
    }

    private static FakeLlm start(int port, String host) {
        var fakeLlm = new FakeLlm(port, host);
        await(fakeLlm.server.listen());
        return fakeLlm;
    }

    /// The value for OPENAI_BASE_URL.
    public String url() {
        return "http://127.0.0.1:%d/v1".formatted(server.actualPort());
    }

    public void behave(Behaviour next) {
        behaviour = next;
    }

    public void forgetCalls() {
        calls.forget();
    }

    /// The same as `GET /calls`.
    public JsonObject calls() {
        return calls.toJson();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private void route(HttpServerRequest request) {
        switch (request.method().name() + " " + request.path()) {
            case "POST /v1/chat/completions" -> request.body().onSuccess(body -> complete(request, body));
            case "GET /control" -> json(request.response(), 200, behaviour.toJson());
            case "PUT /control" -> request.body().onSuccess(body -> control(request, body));
            case "GET /calls" -> json(request.response(), 200, calls.toJson());
            case "DELETE /calls" -> {
                calls.forget();
                json(request.response(), 200, calls.toJson());
            }
            default -> json(request.response(), 404, error("unknown_url", "There is nothing at " + request.path()));
        }
    }

    private void control(HttpServerRequest request, Buffer body) {
        try {
            behaviour = behaviour.changedBy(body.toJsonObject());
            json(request.response(), 200, behaviour.toJson());
        } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
            json(request.response(), 400, error("bad_control", String.valueOf(e.getMessage())));
        }
    }

    private void complete(HttpServerRequest request, Buffer body) {
        var clientRequestId = request.getHeader("X-Client-Request-Id");
        calls.began(clientRequestId == null ? "none" : clientRequestId);
        var now = behaviour;
        var mode = now.draw(random, calls.inFlight());
        request.response().endHandler(_ -> calls.ended());
        // a rate limit is answered without latency
        after(mode == Mode.RATE_LIMITED ? Duration.ZERO : now.latency().draw(random),
                () -> answer(mode, now, request.response(), body));
    }

    private void after(Duration delay, Runnable what) {
        if (delay.toMillis() < 1) {
            what.run();
        } else {
            vertx.setTimer(delay.toMillis(), _ -> what.run());
        }
    }

    private static void answer(Mode mode, Behaviour behaviour, HttpServerResponse response, Buffer body) {
        var id = "fake-" + UUID.randomUUID();
        response.putHeader("x-request-id", id);
        switch (mode) {
            case ANSWER -> json(response, 200, completion(body, id, behaviour).labels(false));
            case GULLIBLE -> json(response, 200, completion(body, id, behaviour).labels(true));
            case REFUSING -> json(response, 200, completion(body, id, behaviour).refusal());
            case CUT_OFF -> json(response, 200, completion(body, id, behaviour).cutOff());
            case GARBAGE -> json(response, 200, completion(body, id, behaviour).garbage());
            case RATE_LIMITED -> json(
                    response.putHeader("retry-after-ms", Long.toString(behaviour.retryAfter().toMillis())), 429,
                    error("rate_limit_exceeded", "Rate limit reached"));
            case OUT_OF_QUOTA -> json(response, 429, error("insufficient_quota", "You exceeded your current quota"));
            case WRONG_KEY -> json(response, 401, error("invalid_api_key", "Incorrect API key provided"));
            case FAILING -> json(response, 503, error("service_unavailable", "The engine is currently overloaded"));
            case REJECTING -> json(response, 400, error("invalid_request_error", "The request can not be served"));
            case HANGING -> {
                // until the caller's timeout
            }
        }
    }

    private static Completion completion(Buffer body, String id, Behaviour behaviour) {
        return new Completion(body.toJsonObject(), id, behaviour.countsTokens());
    }

    private static JsonObject error(String code, String message) {
        return new JsonObject().put("error",
                new JsonObject().put("message", message).put("type", code).putNull("param").put("code", code));
    }

    private static void json(HttpServerResponse response, int status, JsonObject body) {
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(status).putHeader("content-type", "application/json").end(body.toBuffer());
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("failed to start or stop the fake LLM", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
