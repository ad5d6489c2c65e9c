package dev.rolecall.cli.inspection;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.text.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall status`: is all well?
@Command(name = "status", description = {"Tell on one screen whether all is well.",
        "What needs a look is marked with !, and makes the exit code 2."}, mixinStandardHelpOptions = true)
public final class StatusCommand implements java.util.concurrent.Callable<Integer> {
    private static final int NEEDS_A_LOOK = 2;
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final double LATE_SECONDS = 60;

    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();

    @Option(names = "--watch", description = "Again every two seconds, until interrupted.")
    private boolean isWatching;

    @Option(names = "--json", description = "As JSON.")
    private boolean isJson;

    private boolean needsALook;
    private PrintWriter screen = new PrintWriter(Writer.nullWriter());

    @Override
    public Integer call() throws InterruptedException {
        do {
            var status = api.get("/operations/status");
            needsALook = false;
            var screen = new StringWriter();
            print(status, new PrintWriter(screen, true));
            out().print(isJson ? status + System.lineSeparator() : (isWatching ? CLEAR : "") + screen);
            out().flush();
            if (isWatching) {
                Thread.sleep(EVERY);
            }
        } while (isWatching);
        return needsALook ? NEEDS_A_LOOK : 0;
    }

    private void print(JsonNode status, PrintWriter to) {
        screen = to;
        var tables = status.path("tables");
        to.printf("Rolecall at %s%n", Terminal.seconds(status.path("at").asText()));
        var p99 = status.path("acknowledgementP99Millis");
        line(p99.asDouble() > 100, "callbacks", "%d stored in the last minute; acknowledged within %s at p99".formatted(
                tables.path("storedInLastMinute").asLong(),
                p99.isNumber() ? "%.0f ms".formatted(p99.asDouble()) : "- "));
        tables.path("unfinished")
                .forEach(it -> line(false, "transcripts", "%d with status %s, processingStatus %s; oldest %s"
                        .formatted(it.path("count").asLong(), it.path("status").asText(),
                                it.path("processingStatus").asText(),
                                age(it.path("oldestSeconds").asDouble()))));
        var overdue = tables.path("outbox").path("overdueSeconds").asDouble();
        line(overdue > LATE_SECONDS, "outbox", "%d rows%s".formatted(tables.path("outbox").path("rows").asLong(),
                overdue > 0 ? ", due since " + age(overdue) : ""));
        topics(status.path("topics"));
        pods(tables);
        deadLetters(tables.path("deadLetters"));
        var blocked = tables.path("blockedPartitions").asLong();
        line(blocked > 0, "stuck", blocked > 0
                ? "%d partitions stand still: ./rolecall reconcile --dry-run".formatted(blocked)
                : "nothing");
        line(tables.path("quarantined").asLong() > 0, "quarantine",
                "%d bodies".formatted(tables.path("quarantined").asLong()));
        line(false, "spent today", "%.2f USD, %,d tokens".formatted(tables.path("spentToday").path("usd").asDouble(),
                tables.path("spentToday").path("tokens").asLong()));
    }

    private void topics(JsonNode topics) {
        if (topics.isMissingNode()) {
            line(true, "kafka", "does not answer");
        }
        topics.forEach(it -> line(false, "kafka", "%-28s %8d waiting".formatted(it.path("topic").asText(),
                it.path("waiting").asLong())));
    }

    private void pods(JsonNode tables) {
        if (tables.path("pods").isEmpty()) {
            line(true, "pods", "no classifier was seen within a minute");
        }
        tables.path("pods").forEach(pod -> {
            var state = pod.path("state");
            var paused = state.path("paused").path("code");
            line(paused.isTextual(), "pod",
                    "%s %s: %d of %.0f in flight, %d waiting%s".formatted(pod.path("name").asText(),
                            pod.path("version").asText(), state.path("inFlight").asLong(),
                            state.path("limit").asDouble(),
                            state.path("waiting").asLong(), paused.isTextual() ? "; paused: " + paused.asText() : ""));
        });
        tables.path("pauses").forEach(it -> line(true, "paused", "%s in %s by %s: %s".formatted(
                it.path("topic").asText().isEmpty() ? "all topics" : it.path("topic").asText(),
                it.path("pod").asText().isEmpty() ? "all pods" : it.path("pod").asText(), it.path("pausedBy").asText(),
                Terminal.line(it.path("reason").asText()))));
    }

    private void deadLetters(JsonNode byCode) {
        var all = StreamSupport.stream(byCode.spliterator(), false).mapToLong(JsonNode::asLong).sum();
        line(all > 0, "dead letters", "%d open".formatted(all));
        byCode.properties()
                .forEach(code -> line(true, "", "  %-28s %8d".formatted(code.getKey(), code.getValue().asLong())));
    }

    private void line(boolean isBad, String what, String text) {
        needsALook |= isBad;
        var mark = isBad ? "@|bold,red !|@ " : "  ";
        screen.println(Ansi.AUTO.string(mark) + String.format(Locale.ROOT, "%-13s", what) + text);
    }

    private static String age(double seconds) {
        var age = Duration.ofSeconds((long) seconds);
        return age.toHours() > 0
                ? "%d h %d min".formatted(age.toHours(), age.toMinutesPart())
                : age.toMinutes() > 0 ? "%d min".formatted(age.toMinutes()) : "%d s".formatted(age.toSeconds());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
