package dev.rolecall.cli.inspection;

import java.io.PrintWriter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.text.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall reconcile`: what the reconciler has found.
@Command(name = "reconcile",
        description = "List jobs that seem to be stuck. webhook-service looks every 30 seconds, and queues them again by itself when Kafka has nothing of them left.",
        mixinStandardHelpOptions = true)
public final class ReconcileCommand implements Runnable {
    private static final String ROW = "%-36s  %-22s  %8s  %-10s  %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();

    @Option(names = "--dry-run",
            description = "Only list what was found. Without it, webhook-service looks first, and does at once what it would do within 30 seconds.")
    private boolean isDryRun;

    @Option(names = "--limit", defaultValue = "50", description = "How many at most; ${DEFAULT-VALUE} if not given.")
    private int limit;

    @Option(names = "--json", description = "As JSON.")
    private boolean isJson;

    @Override
    public void run() {
        if (!isDryRun) {
            api.post("/operations/reconcile");
        }
        var stuck = api.get("/operations/stuck?limit=" + limit);
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.println(stuck);
            return;
        }
        out.println(last(stuck));
        stuck.path("look").path("waitingFor").forEach(it -> out.printf(
                "  %s, partition %d: the record at offset %d is not settled, and %d come after it%n",
                it.path("topic").asText(), it.path("partition").asInt(), Math.max(0, it.path("committed").asLong()),
                it.path("end").asLong() - Math.max(0, it.path("committed").asLong()) - 1));
        if (stuck.path("counts").isEmpty()) {
            out.println("Nothing seems to be stuck.");
            return;
        }
        Terminal.bars(out, stuck.path("counts"));
        table(out, stuck.path("jobs"));
    }

    private static String last(JsonNode stuck) {
        if (!stuck.has("lookedAt")) {
            return "The reconciler has not run yet: start webhook-service with rolecall.serve=api or all.";
        }
        var at = "Looked at " + Terminal.seconds(stuck.path("lookedAt").asText());
        var because = stuck.path("look").path("onlyListedBecause");
        return because.isTextual() ? at + ", and only listed: " + because.asText() : at;
    }

    private static void table(PrintWriter out, JsonNode jobs) {
        out.printf(ROW, "TRANSCRIPT", "KIND", "ATTEMPTS", "STATUS", "FOUND");
        jobs.forEach(job -> out.printf(ROW, job.path("transcriptId").asText(), job.path("kind").asText(),
                job.path("attempts").asText(), job.path("processingStatus").asText(),
                Terminal.seconds(job.path("foundAt").asText())));
    }
}
