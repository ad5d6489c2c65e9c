package dev.rolecall.cli.operations;

import java.io.PrintWriter;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.text.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall dead-letters`: jobs that have failed.
@Command(name = "dead-letters",
        description = "List, count, park and discard dead letters. ./rolecall replay has them tried again.",
        mixinStandardHelpOptions = true)
public final class DeadLettersCommand {
    private static final String ROW = "%-6s  %-11s  %-36s  %-24s  %8s  %7s  %-20s  %s%n";
    private static final int FULL_PAGE = 500;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "List them, newest first; without --state, the open ones.")
    int list(@Mixin Api api, @Mixin DeadLetterOptions filters,
            @Option(names = "--limit", defaultValue = "50",
                    description = "How many at most; ${DEFAULT-VALUE} if not given.") int limit,
            @Option(names = "--json", description = "As JSON, one object a line.") boolean isJson) {
        if (!isJson) {
            out().printf(ROW, "ID", "STATE", "TRANSCRIPT", "CODE", "ATTEMPTS", "REPLAYS", "FAILED", "REASON");
        }
        var left = limit;
        var before = Long.toString(Long.MAX_VALUE);
        while (left > 0) {
            var size = Math.min(left, FULL_PAGE);
            var page = api.get("/operations/dead-letters"
                    + filters.query(Map.of("limit", Integer.toString(size), "before", before)));
            page.path("deadLetters").forEach(deadLetter -> print(deadLetter, isJson));
            left -= size;
            if (!page.has("next")) {
                break;
            }
            before = page.path("next").asText();
        }
        return 0;
    }

    private void print(JsonNode deadLetter, boolean isJson) {
        if (isJson) {
            out().println(deadLetter);
            return;
        }
        out().printf(ROW, deadLetter.path("id").asText(), deadLetter.path("state").asText(),
                deadLetter.path("transcriptId").asText("-"), deadLetter.path("code").asText(),
                deadLetter.path("attempts").asText(), deadLetter.path("replays").asText(),
                Terminal.seconds(deadLetter.path("failedAt").asText()),
                Terminal.line(deadLetter.path("actReason").asText(deadLetter.path("reason").asText())));
    }

    @Command(name = "count", description = "Count them, by code and by hour.")
    int count(@Mixin Api api, @Mixin DeadLetterOptions filters,
            @Option(names = "--json", description = "As JSON.") boolean isJson) {
        var counts = api.get("/operations/dead-letters/count" + filters.query(Map.of()));
        if (isJson) {
            out().println(counts);
            return 0;
        }
        out().printf("%d dead letters%n", counts.path("total").asLong());
        Terminal.bars(out(), counts.path("byCode"));
        Terminal.bars(out(), counts.path("byHour"));
        return 0;
    }

    @Command(name = "park",
            description = "Park them: they are replayed only with --force, and a copy in Kafka does nothing.")
    int park(@Mixin Api api, @Mixin DeadLetterOptions filters,
            @Option(names = "--reason", required = true, description = "Why.") String reason) {
        return change(api, filters, "park", reason, "parked");
    }

    @Command(name = "discard",
            description = "Discard them: they are never replayed. Nothing is deleted, and the transcripts stay failed.")
    int discard(@Mixin Api api, @Mixin DeadLetterOptions filters,
            @Option(names = "--reason", required = true, description = "Why.") String reason) {
        return change(api, filters, "discard", reason, "discarded");
    }

    private int change(Api api, DeadLetterOptions filters, String act, String reason, String done) {
        var answer = api.post("/operations/dead-letters/" + act + filters.query(Map.of("reason", reason)));
        out().printf("%s %d%n", done, answer.path("changed").asLong());
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
