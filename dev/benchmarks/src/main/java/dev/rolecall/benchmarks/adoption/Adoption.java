package dev.rolecall.benchmarks.adoption;

import static dev.rolecall.benchmarks.Progress.say;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Database;
import dev.rolecall.localstack.LegacyTable;
import dev.rolecall.localstack.Llm;
import dev.rolecall.localstack.Ports;
import dev.rolecall.localstack.Server;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;

/// Plays Deepgram against three ways under the same load, with an LLM that is slow, then limited, then down: the handler that
/// teams come from, and Rolecall's `inline` and `queue`. All times are a tenth of the real ones.
public final class Adoption implements Benchmark {
    private static final int PER_SECOND = 10;
    private static final int BODY_SIZE = 20_000;
    private static final Duration SETTLED = Duration.ofMinutes(3);
    /// A tenth of the defaults.
    private static final Map<String, String> SCALED = Map.of("ROLECALL_INLINE_DEADLINE", "800ms",
            "ROLECALL_LLM_TIMEOUT",
            "6s", "ROLECALL_SETTLEMENT_DELAYS", "500ms,3s,12s,60s", "ROLECALL_CONCURRENCY_FIRST_PAUSE", "500ms",
            "ROLECALL_CONCURRENCY_LONGEST_PAUSE", "6s");
    private static final String WELL = "{\"mode\":\"answer\",\"latencyMs\":100,\"capacity\":100000}";

    /// Who is sent the callbacks.
    enum Way {
        HANDLER("the old handler"),
        INLINE("inline"),
        QUEUE("queue");

        final String text;

        Way(String text) {
            this.text = text;
        }
    }

    /// What the LLM is like. Times are a tenth.
    enum Phase {
        SLOW("slow", "{\"mode\":\"answer\",\"latencyMs\":400,\"p99Ms\":2000,\"capacity\":100000}"),
        LIMITED("limited", "{\"mode\":\"answer\",\"latencyMs\":300,\"capacity\":2,\"retryAfterMs\":200}"),
        DOWN("down", "{\"mode\":\"failing\",\"latencyMs\":50,\"capacity\":100000}");

        final String text;
        private final String control;

        Phase(String text, String control) {
            this.text = text;
            this.control = control;
        }
    }

    private final Map<Way, Map<Phase, Result>> results = new EnumMap<>(Way.class);

    @Override
    public String about() {
        return "the handler that calls the LLM itself, beside inline and queue, while the LLM is slow, limited and down";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        for (var way : Way.values()) {
            results.put(way, FreshStack.use("bench-adoption", Llm.fake(), SCALED, stack -> measure(stack, way,
                    Duration.ofSeconds(isQuick ? 12 : 40))));
        }
        return rows();
    }

    @Override
    public Optional<String> picture() {
        return Optional.of(DrawAdoption.of(results));
    }

    private static Map<Phase, Result> measure(Stack stack, Way way, Duration phase) {
        say(way.text + ": starting");
        stack.startServers();
        stack.fakeLlm().start();
        var bodies = CallbackBodies.of(BODY_SIZE);
        if (way == Way.HANDLER) {
            try (var handler = handler(stack);
                    var deepgram = new Deepgram(URI.create("http://127.0.0.1:%d/callback".formatted(handler.port)),
                            bodies)) {
                return measure(stack, way, deepgram, phase);
            }
        }
        List.of(stack.webhook(), stack.classifier()).forEach(Server::start);
        if (way == Way.INLINE) {
            new Api(stack).way("{\"value\":\"inline\"}");
            Wait.pause(Duration.ofSeconds(2));
        }
        try (var deepgram = new Deepgram(stack.webhookUrl("/callback"), bodies)) {
            return measure(stack, way, deepgram, phase);
        }
    }

    /// The old handler, as a process of its own.
    private record Handler(Server server, int port) implements AutoCloseable {
        @Override
        public void close() {
            server.stop();
        }
    }

    private static Handler handler(Stack stack) {
        LegacyTable.make(stack.database(), 1);
        stack.database().execute("CREATE UNIQUE INDEX ON app.transcripts (request_id)");
        var port = Ports.free().webhook();
        var server = stack.rival(List.of("-Xmx512m"), "dev/benchmarks", "old-handler", OldHandler.class.getName(),
                List.of("" + port,
                        "postgresql://%s:%s@127.0.0.1:%d/rolecall".formatted(Database.OWNER, Database.PASSWORD,
                                stack.ports().postgres()),
                        stack.fakeLlmUrl("/v1").toString(), "50"),
                port);
        server.start();
        return new Handler(server, port);
    }

    private static Map<Phase, Result> measure(Stack stack, Way way, Deepgram deepgram, Duration time) {
        var api = new Api(stack);
        api.fakeLlm(WELL);
        say(way.text + ": warming up");
        deepgram.send(PER_SECOND, Duration.ofSeconds(10));
        Wait.until(SETTLED, deepgram::hasEnded);
        api.forgetCalls();
        var sent = new EnumMap<Phase, Set<UUID>>(Phase.class);
        for (var phase : Phase.values()) {
            say("%s: %d callbacks a second for %d s, the LLM is %s".formatted(way.text, PER_SECOND, time.toSeconds(),
                    phase.text));
            api.fakeLlm(phase.control);
            sent.put(phase, deepgram.send(PER_SECOND, time));
            // the last of them reach the LLM before it changes
            Wait.pause(Duration.ofSeconds(1));
        }
        api.fakeLlm(WELL);
        say(way.text + ": the LLM is well again");
        var stored = new Stored(stack.database(), way);
        Wait.until(SETTLED, () -> deepgram.hasEnded() && stored.isSettled());
        var states = stored.states();
        var calls = stored.calls(api.calls());
        var found = new EnumMap<Phase, Result>(Phase.class);
        sent.forEach((phase, callbacks) -> found.put(phase,
                Result.of(callbacks, deepgram.deliveriesOf(callbacks), states, calls)));
        return found;
    }

    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        results.forEach((way, phases) -> phases.forEach(
                (phase, result) -> rows.addAll(rows(way, "%s, LLM %s: ".formatted(way.text, phase.text), result))));
        return rows;
    }

    private static List<Row> rows(Way way, String of, Result result) {
        return List.of(
                way == Way.HANDLER
                        ? Row.told(of + "deliveries acknowledged in time", percent(result.inTime()), "%")
                        : Row.exactly(of + "deliveries acknowledged in time", 100, percent(result.inTime()), "%"),
                Row.told(of + "p50 of an acknowledgement", result.p50(), "ms"),
                way == Way.HANDLER
                        ? Row.told(of + "p99 of an acknowledgement", result.p99(), "ms")
                        : Row.atMost(of + "p99 of an acknowledgement", way == Way.QUEUE ? 100 : 1000, result.p99(),
                                "ms"),
                Row.told(of + "repeats", result.repeats(), "a callback"),
                Row.told(of + "LLM calls", result.calls(), "a callback"),
                way == Way.HANDLER
                        ? Row.told(of + "not labelled in the end", percent(result.unlabelled()), "%")
                        : Row.exactly(of + "not labelled in the end", 0, percent(result.unlabelled()), "%"),
                way == Way.HANDLER
                        ? Row.told(of + "lost", percent(result.lost()), "%")
                        : Row.exactly(of + "lost", 0, percent(result.lost()), "%"));
    }

    private static double percent(double share) {
        return share * 100;
    }
}
