package dev.rolecall.cli.operations;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.CommandFailure;
import dev.rolecall.cli.text.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall replay`: failed jobs are tried again, at a set rate. The service does it: this program only watches.
@Command(name = "replay", description = "Have failed jobs tried again: plan, look, start.",
        mixinStandardHelpOptions = true)
public final class ReplayCommand {
    private static final int WIDTH = 40;
    private static final int MAX_FAILURES = 15;
    private static final long LOOK_EVERY_MILLIS = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "plan",
            description = "Decide which jobs are meant, say how many they are and what they would cost, and start nothing. "
                    + "What fails later is not part of it.")
    int plan(@Mixin Api api, @Mixin DeadLetterOptions filters,
            @Option(names = "--per-second", paramLabel = "N", defaultValue = "10",
                    description = "How many jobs are raised a second; ${DEFAULT-VALUE} if not given.") String perSecond,
            @Option(names = "--force", description = "Parked jobs too.") boolean isForced,
            @Option(names = "--start", description = "Start it at once, and show how far it is.") boolean isStarted,
            @Option(names = "--json", description = "As JSON.") boolean isJson) {
        var seen = api.post("/operations/replays"
                + filters.query(Map.of("perSecond", perSecond, "force", Boolean.toString(isForced))));
        var id = seen.path("replay").path("id").asText();
        if (isJson) {
            out().println(seen);
        } else {
            print(seen.path("replay"));
        }
        if (isStarted) {
            return start(api, id);
        }
        if (!isJson) {
            out().printf("Start it: ./rolecall replay start %s%n", id);
        }
        return 0;
    }

    private void print(JsonNode replay) {
        var plan = replay.path("plan");
        out().printf(Locale.ROOT, "%s: %d jobs at %s a second, %s%n", replay.path("id").asText(),
                replay.path("jobs").asLong(), replay.path("perSecond").asText(),
                duration(plan.path("seconds").asLong()));
        if (plan.has("tokens")) {
            out().printf(Locale.ROOT, "  about %,d tokens, %.2f USD, by the mean of the latest results%n",
                    plan.path("tokens").asLong(), plan.path("usd").asDouble());
        }
        Terminal.bars(out(), plan.path("byCode"));
        Terminal.bars(out(), plan.path("byHour"));
    }

    private static String duration(long seconds) {
        return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
    }

    @Command(name = "start",
            description = "Start one, or go on with one that is paused, and show how far it is. Ctrl-C ends the display, and the replay goes on.")
    int start(@Mixin Api api, @Parameters(paramLabel = "ID") String id) {
        api.post("/operations/replays/%s/start".formatted(id));
        return watch(api, id);
    }

    @Command(name = "watch", description = "Show how far one is, until it is done.")
    int watch(@Mixin Api api, @Parameters(paramLabel = "ID") String id) {
        var failures = 0;
        while (true) {
            try {
                if (isDone(show(api, id))) {
                    return 0;
                }
                failures = 0;
            } catch (CommandFailure failure) {
                // the pod that answers may be replaced meanwhile
                failures++;
                if (failures == MAX_FAILURES) {
                    throw failure;
                }
            }
            sleep();
        }
    }

    private static boolean isDone(JsonNode seen) {
        return switch (seen.path("replay").path("state").asText()) {
            case "running" -> false;
            case "completed", "cancelled" -> seen.path("progress").path("underWay").asLong() == 0;
            default -> true;
        };
    }

    @Command(name = "pause", description = "Raise no more jobs until it is started again.")
    int pause(@Mixin Api api, @Parameters(paramLabel = "ID") String id) {
        api.post("/operations/replays/%s/pause".formatted(id));
        show(api, id);
        return 0;
    }

    @Command(name = "cancel", description = "Raise no more jobs. Those that are raised go on.")
    int cancel(@Mixin Api api, @Parameters(paramLabel = "ID") String id) {
        api.post("/operations/replays/%s/cancel".formatted(id));
        show(api, id);
        return 0;
    }

    @Command(name = "list", description = "List the latest 100.")
    int list(@Mixin Api api, @Option(names = "--json", description = "As JSON.") boolean isJson) {
        var replays = api.get("/operations/replays");
        if (isJson) {
            out().println(replays);
            return 0;
        }
        out().printf("%-36s  %-9s  %7s  %-20s  %-16s  %s%n", "ID", "STATE", "JOBS", "CREATED", "BY", "OF");
        for (var replay : replays) {
            out().printf("%-36s  %-9s  %7d  %-20s  %-16s  %s%s%n", replay.path("id").asText(),
                    replay.path("state").asText(), replay.path("jobs").asLong(),
                    Terminal.seconds(replay.path("createdAt").asText()), replay.path("createdBy").asText(),
                    replay.path("filter").asText(), replay.path("forced").asBoolean() ? ", by force" : "");
        }
        return 0;
    }

    private JsonNode show(Api api, String id) {
        var seen = api.get("/operations/replays/" + id);
        var progress = seen.path("progress");
        var jobs = Math.max(1, seen.path("replay").path("jobs").asLong());
        var filled = (int) ((jobs - progress.path("waiting").asLong()) * WIDTH / jobs);
        out().printf(
                "%-9s %s%s  raised %d of %d: %d labelled, %d under way, %d failed again, %d overtaken, %d skipped%n",
                seen.path("replay").path("state").asText(), "█".repeat(filled), "░".repeat(WIDTH - filled),
                progress.path("raised").asLong(), seen.path("replay").path("jobs").asLong(),
                progress.path("completed").asLong(), progress.path("underWay").asLong(),
                progress.path("failed").asLong(), progress.path("overtaken").asLong(),
                progress.path("skipped").asLong());
        out().flush();
        return seen;
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
