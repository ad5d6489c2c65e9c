package dev.rolecall.benchmarks.classifier;

import static dev.rolecall.benchmarks.Progress.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import dev.rolecall.benchmarks.Benchmark;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.benchmarks.Wait;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;

/// The LLM's provider refuses every call while many transcripts wait. In half of them the caller declares the channels, and
/// nothing is left to ask.
public final class LlmAway implements Benchmark {
    private static final int BODY_SIZE = 20_000;
    /// A call of two channels and no names.
    private static final String DECLARED = """
            {"metadata":{"extra":{"rolecall_channels":"agent,customer"}},"results":{"channels":[%s,%s]}}""".formatted(
            channel("Thank you for calling, how can I help you today?"), channel("I'm calling about my last bill."));

    @Override
    public String about() {
        return "transcripts that need no LLM are labelled while it is away";
    }

    @Override
    public List<Row> run(boolean isQuick) {
        return FreshStack.use("bench-llm-away", stack -> measure(stack, isQuick ? 2_000 : 25_000));
    }

    private static String channel(String said) {
        return "{\"alternatives\":[{\"words\":[{\"word\":\"%s\",\"start\":0,\"end\":3}]}]}".formatted(said);
    }

    /// @param half how many need the LLM, and how many do not
    private static List<Row> measure(Stack stack, int half) {
        say("starting PostgreSQL, Kafka and the fake LLM, which refuses every call");
        stack.startServers();
        stack.fakeLlm().start();
        var api = new Api(stack);
        api.fakeLlm("{\"mode\":\"wrong-key\"}");
        var backlog = new Backlog(stack, BODY_SIZE);
        backlog.createTopics();
        say("storing %d transcripts, half of them with declared channels".formatted(2 * half));
        var ids = new ArrayList<>(backlog.store(half, DECLARED.getBytes(UTF_8)));
        ids.addAll(backlog.store(half));
        Collections.shuffle(ids, new Random(1));
        backlog.publish(ids);
        var began = System.nanoTime();
        stack.classifier().start();
        var areLabelled = Wait.until(Duration.ofMinutes(10), () -> said(backlog) >= half);
        var seconds = (System.nanoTime() - began) / 1e9;
        Wait.until(Duration.ofMinutes(2), () -> prepared(stack) >= half);
        var waiting = " FROM transcripts WHERE processing_status <> 'completed'";
        var rows = List.of(
                Row.exactly("labelled while the LLM is away", half, backlog.completed(), "transcripts"),
                Row.told("labelled a second, with the pod's start", areLabelled ? half / seconds : Double.NaN,
                        "1/s"),
                Row.told("waiting: prepared, of those that need the LLM", 100.0 * prepared(stack) / half, "%"),
                Row.told("waiting: claims each, of which one prepares",
                        stack.database().number("SELECT avg(claim)" + waiting + " AND claim > 0"), "claims"),
                Row.exactly("waiting: attempts spent", 0, stack.database().number("SELECT sum(attempts)" + waiting),
                        "attempts"),
                Row.exactly("waiting: failed", 0, backlog.with("failed"), "transcripts"));
        stack.classifier().stop();
        return rows;
    }

    private static int said(Backlog backlog) {
        var completed = backlog.completed();
        say("%d labelled".formatted(completed));
        Wait.pause(Duration.ofSeconds(2));
        return completed;
    }

    /// How many of those that need the LLM have been claimed.
    private static long prepared(Stack stack) {
        return (long) stack.database()
                .number("SELECT count(*) FROM transcripts WHERE processing_status <> 'completed' AND claim > 0");
    }
}
