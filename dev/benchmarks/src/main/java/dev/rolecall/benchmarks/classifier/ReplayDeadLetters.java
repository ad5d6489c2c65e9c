package dev.rolecall.benchmarks.classifier;

import static dev.rolecall.benchmarks.Progress.say;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Stack;
import dev.rolecall.localstack.Stack.Pod;
import dev.rolecall.systemtests.Api;

/// Many dead letters are replayed at a rate, while the pods that drive it are killed, and a replay is cancelled.
public final class ReplayDeadLetters implements Benchmark {
    private static final int BODY_SIZE = 5_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final String REFUSED = "/operations/replays?code=refusal&perSecond=";

    @Override
    public String about() {
        return "dead letters replayed at a rate: the plan, the rate, a driver that is killed, a cancel";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-replay",
                stack -> isQuick ? new Run(stack, 2_000, 40).rows() : new Run(stack, 10_000, 100).rows());
    }

    /// One run, with one set of servers.
    private static final class Run {
        private final Stack stack;
        private final int jobs;
        private final int perSecond;
        private final Api api;
        private final Backlog backlog;
        private final List<Pod> pods = new ArrayList<>();
        private final List<Pod> classifiers = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();

        private Run(Stack stack, int jobs, int perSecond) {
            this.stack = stack;
            this.jobs = jobs;
            this.perSecond = perSecond;
            this.api = new Api(stack);
            this.backlog = new Backlog(stack, BODY_SIZE);
        }

        private List<Row> rows() {
            say("starting PostgreSQL, Kafka, the fake LLM, and two pods of each service");
            stack.startServers();
            stack.fakeLlm().start();
            backlog.createTopics();
            try {
                for (var name : List.of("a", "b")) {
                    pods.add(stack.anotherWebhook("webhook-" + name, Map.of()));
                    classifiers.add(stack.anotherClassifier("classifier-" + name, Map.of()));
                }
                pods.forEach(pod -> pod.server().start());
                classifiers.forEach(pod -> pod.server().start());
                fail(jobs);
                replayWhileDriversDie();
                cancel();
                return rows;
            } finally {
                pods.forEach(pod -> pod.server().stop());
                classifiers.forEach(pod -> pod.server().stop());
            }
        }

        /// New transcripts, which the LLM refuses.
        private void fail(int count) {
            say(count + " jobs fail");
            api.fakeLlm("{\"mode\":\"refusing\"}");
            var before = number("SELECT count(*) FROM dead_letters");
            backlog.add(count);
            Wait.until(LONGEST, () -> number("SELECT count(*) FROM dead_letters") >= before + count);
            api.fakeLlm("{\"mode\":\"answer\"}");
        }

        private void replayWhileDriversDie() {
            var id = plan();
            api.forgetCalls();
            act(id, "start");
            say("measuring the rate");
            Wait.until(LONGEST, () -> raised(id) > 0);
            var before = raised(id);
            var began = System.nanoTime();
            Wait.pause(MEASURED);
            var rate = (raised(id) - before) * 1e9 / (System.nanoTime() - began);
            rows.add(Row.atMost("raised a second: off what was asked", 5,
                    100 * Math.abs(rate - perSecond) / perSecond, "%"));
            for (var pod : pods) {
                say("kill -9 of " + pod.server().name());
                pod.server().kill();
                pod.server().start();
                Wait.pause(Duration.ofSeconds(5));
            }
            say("waiting for the end");
            Wait.until(LONGEST, () -> isDone(id));
            var progress = seen(id).path("progress");
            rows.add(Row.exactly("raised, with both pods killed", jobs, progress.path("raised").asDouble(), "jobs"));
            rows.add(Row.exactly("labelled", jobs, backlog.completed(), "jobs"));
            rows.add(Row.exactly("jobs with more than one call", 0, (double) callsBeyondOne(), "jobs"));
            rows.add(Row.exactly("transcripts that were raised twice", 0,
                    number("SELECT count(*) FROM transcripts WHERE job > 2"), "jobs"));
        }

        private void cancel() {
            fail(jobs / 5);
            var id = plan();
            act(id, "start");
            Wait.until(LONGEST, () -> raised(id) >= perSecond);
            var began = System.nanoTime();
            var answered = act(id, "cancel").path("progress").path("raised").asLong();
            rows.add(Row.atMost("cancel is answered", 2, (System.nanoTime() - began) / 1e9, "s"));
            Wait.pause(Duration.ofSeconds(5));
            rows.add(Row.exactly("raised after the answer to cancel", 0, (double) (raised(id) - answered), "jobs"));
        }

        private String plan() {
            var open = number("""
                    SELECT count(*) FROM transcripts WHERE processing_status = 'failed'""");
            var seen = api.act(webhook(REFUSED + perSecond));
            rows.add(Row.exactly("planned", open, seen.path("replay").path("jobs").asDouble(), "jobs"));
            return seen.path("replay").path("id").asText();
        }

        private JsonNode act(String id, String act) {
            return api.act(webhook("/operations/replays/%s/%s".formatted(id, act)));
        }

        private long raised(String id) {
            return seen(id).path("progress").path("raised").asLong();
        }

        private boolean isDone(String id) {
            var seen = seen(id);
            return seen.path("replay").path("state").asText().equals("completed")
                    && seen.path("progress").path("underWay").asInt() == 0;
        }

        private JsonNode seen(String id) {
            return api.read(webhook("/operations/replays/" + id));
        }

        private URI webhook(String path) {
            return pods.getFirst().url(path);
        }

        private long callsBeyondOne() {
            return StreamSupport.stream(api.calls().path("byClientRequestId").spliterator(), false)
                    .filter(calls -> calls.asInt() > 1)
                    .count();
        }

        private double number(String query) {
            return stack.database().number(query);
        }
    }
}
