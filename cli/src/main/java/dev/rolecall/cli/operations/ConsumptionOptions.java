package dev.rolecall.cli.operations;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.text.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which part of the classifier's consumption is meant.
final class ConsumptionOptions {
    private static final String ROW = "%-32s  %-26s  %-20s  %-16s  %s%n";

    @Option(names = "--pod", paramLabel = "NAME", description = "One pod, as the table pods names it; without it, all.")
    private @Nullable String pod;
    @Option(names = "--topic", paramLabel = "TOPIC",
            description = "transcript-ready or a retry tier; without it, all.")
    private @Nullable String topic;
    @Option(names = "--json", description = "As JSON.")
    private boolean isJson;

    Map<String, @Nullable String> parameters() {
        var parameters = new LinkedHashMap<String, @Nullable String>();
        parameters.put("pod", pod);
        parameters.put("topic", topic);
        return parameters;
    }

    void print(PrintWriter out, JsonNode pauses) {
        if (isJson) {
            out.println(pauses);
            return;
        }
        if (pauses.isEmpty()) {
            out.println("nothing is paused");
            return;
        }
        out.printf(ROW, "POD", "TOPIC", "PAUSED", "BY", "REASON");
        for (var pause : pauses) {
            out.printf(ROW, orAll(pause.path("pod").asText()), orAll(pause.path("topic").asText()),
                    Terminal.seconds(pause.path("pausedAt").asText()), pause.path("pausedBy").asText(),
                    Terminal.line(pause.path("reason").asText()));
        }
    }

    private static String orAll(String name) {
        return name.isEmpty() ? "all" : name;
    }
}
