package dev.rolecall.fakellm;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;

import dev.rolecall.fakellm.provider.ErrorResponse;
import dev.rolecall.fakellm.provider.Provider;
import dev.rolecall.fakellm.provider.Provider.Wording;
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
        var provider = System.getenv("FAKE_LLM_PROVIDER");
        if (provider != null && !provider.isBlank()) {
            fakeLlm.behave(Behaviour.PROMPT.playing(Provider.named(provider)));
        }
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
            case "POST /v1/chat/completions" ->
                request.body().onSuccess(body -> orFail(request, () -> complete(request, body)));
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

    /// A bug of this server is answered too: a caller that waits for its timeout would look for the fault elsewhere.
    private static void orFail(HttpServerRequest request, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException bug) {
            bug.printStackTrace();
            json(request.response(), 500, error("bug_of_the_fake_llm", bug.toString()));
        }
    }

    private void complete(HttpServerRequest request, Buffer body) {
        var clientRequestId = request.getHeader("X-Client-Request-Id");
        calls.began(clientRequestId == null ? "none" : clientRequestId);
        var now = behaviour;
        var mode = now.draw(random, calls.inFlight());
        request.response().endHandler(_ -> calls.ended());
        var error = errorOf(mode, now, request, body);
        // an error is answered without latency, except by a provider that is down
        after(error.isPresent() && mode != Mode.FAILING ? Duration.ZERO : now.latency().draw(random),
                () -> orFail(request, () -> answer(mode, now, request.response(), body, error)));
    }

    private void after(Duration delay, Runnable what) {
        if (delay.toMillis() < 1) {
            what.run();
        } else {
            vertx.setTimer(delay.toMillis(), _ -> what.run());
        }
    }

    /// The error that this call gets; empty if it gets a completion, or no response at all.
    private Optional<ErrorResponse> errorOf(Mode mode, Behaviour now, HttpServerRequest request, Buffer body) {
        var provider = now.provider();
        var wording = new Wording(now.messages(), now.retryAfter(), random);
        if (mode == Mode.WRONG_KEY
                || provider.isKeyMissing(request.getHeader("Authorization"), request.getHeader("api-key"))) {
            return Optional.of(provider.error("wrong-key", "Incorrect API key provided.", wording));
        }
        return switch (mode) {
            case RATE_LIMITED -> Optional.of(provider.error("rate-limited", "Rate limit reached.", wording));
            case OUT_OF_QUOTA -> Optional.of(provider.error("out-of-quota", "The account is empty.", wording));
            case FAILING -> Optional.of(provider.error("failing", "The engine is overloaded.", wording));
            case REJECTING -> Optional.of(provider.error("rejected", "The request can not be served.", wording));
            case HANGING -> Optional.empty();
            case ANSWER, GULLIBLE, REFUSING, CUT_OFF, GARBAGE, WRONG_KEY -> refusal(now, body.toString(), wording);
        };
    }

    private static Optional<ErrorResponse> refusal(Behaviour now, String body, Wording wording) {
        try {
            var request = new JsonObject(body);
            var problem = CheckRequest.problem(request);
            if (problem.isPresent()) {
                return problem.map(it -> now.provider().malformed(it.message(), it.field(), wording));
            }
            if (now.rejectedText() != null && body.contains(now.rejectedText())) {
                return Optional.of(now.provider().error("rejected", "The request can not be served.", wording));
            }
            return now.provider().refusal(request, body, new Completion(request, "", it -> it, false).inputTokens(),
                    wording);
        } catch (DecodeException e) {
            return Optional.of(now.provider().malformed("We could not parse the JSON body of your request.", null,
                    wording));
        }
    }

    private static void answer(Mode mode, Behaviour behaviour, HttpServerResponse response, Buffer body,
            Optional<ErrorResponse> error) {
        var id = "fake-" + UUID.randomUUID();
        response.putHeader("x-request-id", id);
        if (error.isPresent()) {
            send(response, error.get());
            return;
        }
        switch (mode) {
            case GULLIBLE -> complete(response, body, completion(body, id, behaviour).labels(true));
            case REFUSING -> complete(response, body, completion(body, id, behaviour).refusal());
            case CUT_OFF -> complete(response, body, completion(body, id, behaviour).cutOff());
            case GARBAGE -> complete(response, body, completion(body, id, behaviour).garbage());
            case HANGING -> {
                // until the caller's timeout
            }
            case ANSWER, RATE_LIMITED, OUT_OF_QUOTA, WRONG_KEY, FAILING, REJECTING ->
                complete(response, body, completion(body, id, behaviour).labels(false));
        }
    }

    private static Completion completion(Buffer body, String id, Behaviour behaviour) {
        return new Completion(body.toJsonObject(), id, it -> behaviour.provider().written(it.toString()),
                behaviour.countsTokens());
    }

    private static void complete(HttpServerResponse response, Buffer request, JsonObject completion) {
        if (Boolean.TRUE.equals(request.toJsonObject().getBoolean("stream"))) {
            if (!isOver(response)) {
                response.putHeader("content-type", "text/event-stream").end(StreamCompletion.events(completion));
            }
        } else {
            json(response, 200, completion);
        }
    }

    private static void send(HttpServerResponse response, ErrorResponse error) {
        if (!isOver(response)) {
            error.headers().forEach(response::putHeader);
            response.setStatusCode(error.status())
                    .putHeader("content-type", error.body().matches("(?s)[{\\[].*") ? "application/json" : "text/html")
                    .end(error.body());
        }
    }

    private static JsonObject error(String code, String message) {
        return new JsonObject().put("error",
                new JsonObject().put("message", message)
                        .put("type", "invalid_request_error")
                        .putNull("param")
                        .put("code", code));
    }

    private static void json(HttpServerResponse response, int status, JsonObject body) {
        if (!isOver(response)) {
            response.setStatusCode(status).putHeader("content-type", "application/json").end(body.toBuffer());
        }
    }

    private static boolean isOver(HttpServerResponse response) {
        return response.closed() || response.ended();
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
