package dev.rolecall.cli.retention;

import java.io.PrintWriter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.CommandFailure;
import dev.rolecall.cli.text.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall retention`: bodies and results that are old enough are dropped.
@Command(name = "retention", description = {"Drop the bodies and results of a month or of a tag, for good.",
        "The owner's daily job does it; of each transcript stays its row. docs/operations.md says what that has."},
        mixinStandardHelpOptions = true)
public final class RetentionCommand {
    private static final String ROUTE = "/operations/retentions";
    private static final int MEGABYTE = 1_000_000;
    private static final int MONTH = "2026-05".length();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// What is dropped.
    static final class What {
        @Parameters(paramLabel = "MONTH", description = "Like 2026-05; it must be over.")
        private @Nullable String month;
        @ArgGroup(exclusive = false)
        private @Nullable OfTag ofTag;

        private ObjectNode asJson() {
            return new ObjectMapper().createObjectNode()
                    .put("month", month)
                    .put("tag", ofTag == null ? null : ofTag.tag)
                    .put("before", ofTag == null ? null : ofTag.before);
        }
    }

    /// Both of these.
    private static final class OfTag {
        @Option(names = "--tag", required = true, paramLabel = "TAG",
                description = "Only transcripts that have this tag.")
        private String tag = "";
        @Option(names = "--before", required = true, paramLabel = "TIME",
                description = "Only those that came before then: 2026-05-01T00:00:00Z.")
        private String before = "";
    }

    @Command(name = "months", description = "List the months that have bodies and results, and how large they are.")
    int months(@Mixin Api api, @Option(names = "--json", description = "As JSON.") boolean isJson) {
        var months = api.get(ROUTE + "/months");
        if (isJson) {
            out().println(months);
            return 0;
        }
        var largest = months.valueStream().mapToLong(month -> month.path("bytes").asLong()).max().orElse(1);
        months.forEach(month -> out().printf("%s  %10d MB  %s%n", month.path("month").asText().substring(0, MONTH),
                month.path("bytes").asLong() / MEGABYTE,
                month.has("droppedAt")
                        ? "dropped at " + Terminal.seconds(month.path("droppedAt").asText())
                        : Terminal.bar(month.path("bytes").asLong(), largest)));
        return 0;
    }

    @Command(name = "plan", description = "Tell what would be dropped, and what would be kept.")
    int plan(@Mixin Api api, @ArgGroup(multiplicity = "1") What what,
            @Option(names = "--json", description = "As JSON.") boolean isJson) {
        print(api.post(ROUTE, what.asJson().put("dryRun", true)), isJson);
        return 0;
    }

    @Command(name = "drop", description = "Ask for it. The owner's job does it the next time it runs.")
    int drop(@Mixin Api api, @ArgGroup(multiplicity = "1") What what,
            @Option(names = "--yes", description = "Without this, nothing is asked for.") boolean isSure,
            @Option(names = "--json", description = "As JSON.") boolean isJson) {
        if (!isSure) {
            throw new CommandFailure(
                    "What is dropped cannot be brought back. Look with `retention plan`, then ask with --yes.");
        }
        print(api.post(ROUTE, what.asJson()), isJson);
        return 0;
    }

    private void print(JsonNode answer, boolean isJson) {
        if (isJson) {
            out().println(answer);
            return;
        }
        if (answer.has("plan")) {
            print(answer.path("plan"));
        }
        if (answer.has("retention")) {
            out().printf("asked for: retention %s; `./rolecall retention list` shows what becomes of it%n",
                    answer.path("retention").path("id").asText());
        }
    }

    private void print(JsonNode plan) {
        out().printf("%d transcripts have a body; %d are unfinished, %d wait for a replay, %d are under legal hold%n",
                plan.path("transcripts").asLong(), plan.path("unfinished").asLong(), plan.path("replaying").asLong(),
                plan.path("held").asLong());
        if (plan.path("failed").asLong() > 0) {
            out().printf("the labelling of %d has failed: they can be replayed now, and not afterwards%n",
                    plan.path("failed").asLong());
        }
        if (!plan.path("droppable").asBoolean()) {
            out().println("nothing of it can be dropped now");
        }
    }

    @Command(name = "list", description = "List what was asked for, newest first.")
    int list(@Mixin Api api, @Option(names = "--json", description = "As JSON.") boolean isJson) {
        var retentions = api.get(ROUTE);
        if (isJson) {
            out().println(retentions);
            return 0;
        }
        out().printf("%6s  %-9s  %9s  %9s  %-32s  %s%n", "ID", "STATE", "DROPPED", "KEPT", "OF", "NOTE");
        retentions.forEach(it -> out().printf("%6s  %-9s  %9d  %9d  %-32s  %s%n", it.path("id").asText(),
                it.path("state").asText(), it.path("dropped").asLong(), it.path("kept").asLong(), of(it),
                it.path("note").asText("")));
        return 0;
    }

    private static String of(JsonNode retention) {
        return retention.has("month")
                ? retention.path("month").asText().substring(0, MONTH)
                : "tag %s before %s".formatted(retention.path("tag").asText(),
                        Terminal.seconds(retention.path("before").asText()));
    }

    @Command(name = "cancel", description = "Cancel what no job has begun.")
    int cancel(@Mixin Api api, @Parameters(paramLabel = "ID", description = "As `list` shows it.") long id) {
        out().println(api.post("%s/%d/cancel".formatted(ROUTE, id)).path("state").asText());
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
