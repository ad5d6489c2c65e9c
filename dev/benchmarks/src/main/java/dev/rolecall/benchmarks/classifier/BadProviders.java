package dev.rolecall.benchmarks.classifier;

import static dev.rolecall.benchmarks.Progress.say;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;
import dev.rolecall.systemtests.CallbackBodies;
import dev.rolecall.systemtests.Metrics;

/// Many jobs and a provider that refuses: a field, a field now and then behind a router, everything, and what some transcripts
/// say.
public final class BadProviders implements Benchmark {
    private static final int BODY_SIZE = 5_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    @Override
    public String about() {
        return "providers that refuse a field, everything, or some transcripts";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-bad-providers", stack -> new Run(stack, isQuick ? 1_000 : 10_000).rows());
    }

    /// One run, with one set of servers.
    private static final class Run {
        private final Stack stack;
        private final int jobs;
        private final Api api;
        private final Backlog backlog;
        private final List<Row> rows = new ArrayList<>();

        private Run(Stack stack, int jobs) {
            this.stack = stack;
            this.jobs = jobs;
            this.api = new Api(stack);
            this.backlog = new Backlog(stack, BODY_SIZE);
        }

        private List<Row> rows() {
            say("starting PostgreSQL, Kafka and the fake LLM");
            stack.startServers();
            stack.fakeLlm().start();
            backlog.createTopics();
            refusedField();
            router();
            wrongSetting();
            refusedTranscripts();
            return rows;
        }

        private void refusedField() {
            play("mistral");
            with("refused-field", _ -> {
                backlog.add(jobs);
                backlog.awaitCompleted(jobs, LONGEST);
            });
            told("a field that is refused");
        }

        private void router() {
            play("openrouter");
            with("router", _ -> {
                backlog.add(jobs);
                backlog.awaitCompleted(jobs, LONGEST);
            });
            told("a router");
            rows.add(Row.atMost("a router: answered without a schema (a third of its providers refuse it)", 45,
                    100 * number(
                            "SELECT count(*) FROM processed_transcripts WHERE result->'llm'->'leftOut' ? 'response_format'")
                            / jobs,
                    "%"));
        }

        private void wrongSetting() {
            play("openai");
            api.fakeLlm("{\"mode\":\"rejecting\"}");
            with("wrong-setting", _ -> {
                backlog.add(jobs);
                say("every call is rejected for a minute");
                Wait.pause(Duration.ofMinutes(1));
                rows.add(Row.atMost("everything is rejected: dead letters", 10, backlog.with("failed"), "jobs"));
                api.fakeLlm("{\"mode\":\"answer\"}");
                backlog.awaitCompleted(jobs, LONGEST);
            });
            rows.add(Row.exactly("everything was rejected: labelled after the correction", jobs, backlog.completed(),
                    "jobs"));
            rows.add(Row.exactly("everything was rejected: attempts spent", 0,
                    number("SELECT coalesce(sum(attempts), 0) FROM transcripts"), "attempts"));
        }

        /// Half of the transcripts contain text that the provider rejects.
        private void refusedTranscripts() {
            play("gemini");
            api.fakeLlm("{\"rejectedText\":\"my order\"}");
            with("refused-transcripts", pod -> {
                var metrics = new Metrics(pod.management("/q/metrics"));
                var ids = new ArrayList<>(backlog.store(jobs / 2));
                ids.addAll(backlog.store(jobs / 2, CallbackBodies.of(300).withRequestId(new UUID(0, 0))));
                Collections.shuffle(ids, new Random(1));
                backlog.publish(ids);
                var longest = longestPause(metrics, () -> backlog.completed() + backlog.with("failed") >= jobs);
                rows.add(Row.atMost("half of the transcripts are rejected: longest pause", 60, longest, "s"));
            });
            rows.add(Row.exactly("half of the transcripts are rejected: good ones labelled", jobs / 2.0,
                    backlog.completed(), "jobs"));
            rows.add(Row.exactly("half of the transcripts are rejected: dead letters", jobs / 2.0,
                    backlog.with("failed"), "jobs"));
        }

        private static double longestPause(Metrics metrics, BooleanSupplier isDone) {
            var longest = new double[2];
            Wait.until(LONGEST, () -> {
                longest[1] = metrics.value("rolecall_jobs_paused") > 0 ? longest[1] + 1 : 0;
                longest[0] = Math.max(longest[0], longest[1]);
                Wait.pause(Duration.ofSeconds(1));
                return isDone.getAsBoolean();
            });
            return longest[0];
        }

        private void play(String provider) {
            api.fakeLlm("{\"provider\":\"%s\",\"mode\":\"answer\",\"messages\":\"random\"}".formatted(provider));
        }

        private void with(String name, Consumer<Pod> work) {
            say(name);
            backlog.forget();
            var pod = stack.anotherClassifier(name, Map.of("ROLECALL_LLM_NAME", name));
            pod.server().start();
            try {
                work.accept(pod);
            } finally {
                pod.server().stop();
            }
        }

        private void told(String what) {
            rows.add(Row.exactly(what + ": labelled", jobs, backlog.completed(), "jobs"));
            rows.add(Row.exactly(what + ": dead letters", 0, backlog.with("failed"), "jobs"));
        }

        private double number(String query) {
            return stack.database().number(query);
        }
    }
}
