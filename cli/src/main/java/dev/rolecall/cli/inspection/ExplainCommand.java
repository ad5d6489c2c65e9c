package dev.rolecall.cli.inspection;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.text.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall explain`: what happened to one transcript, and what to do.
@Command(name = "explain", description = "Tell what happened to a transcript, and what to do now.",
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();

    @Parameters(paramLabel = "ID", description = "The transcript's id.")
    private String id = "";

    @Option(names = "--with-text", description = "Show the names that were claimed, too; they come from the text.")
    private boolean isWithText;

    @Option(names = "--json", description = "As JSON.")
    private boolean isJson;

    @Override
    public void run() {
        var explanation = api.get("/operations/explain/%s?text=%s".formatted(id, isWithText));
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.println(explanation);
            return;
        }
        out.printf("Transcript %s, request %s%n", explanation.path("id").asText(),
                explanation.path("requestId").asText("unknown"));
        out.printf("status %s, processingStatus %s, job %d, way %s%n%n", explanation.path("status").asText(),
                explanation.path("processingStatus").asText(), explanation.path("job").asInt(),
                explanation.path("way").asText());
        explanation.path("events").forEach(event -> print(out, event));
        out.printf("%n%s%n", explanation.path("now").asText());
        if (explanation.has("advice")) {
            out.printf("What to do: %s%n", explanation.path("advice").asText());
        }
    }

    private static void print(PrintWriter out, JsonNode event) {
        out.printf("%s  %-15s  %s%n", Terminal.seconds(event.path("at").asText()), event.path("what").asText(),
                event.path("details")
                        .properties()
                        .stream()
                        .filter(detail -> !detail.getKey().equals("claims"))
                        .filter(detail -> detail.getValue().isValueNode() || !detail.getValue().isEmpty())
                        .map(detail -> detail.getKey() + "="
                                + Terminal.line(detail.getValue().asText(detail.getValue().toString())))
                        .collect(joining(" ")));
        event.path("details").path("claims").forEach(claim -> out.printf("    %s %s of %s%s: %s%n",
                claim.path("isKept").asBoolean() ? "kept" : "dropped", claim.path("claim").asText(),
                claim.path("speaker").asText(), claim.has("value") ? " = " + claim.path("value").asText() : "",
                why(claim)));
    }

    private static String why(JsonNode claim) {
        var turns = claim.path("turns").valueStream().map(JsonNode::asText).collect(joining(", "));
        return (claim.has("reason") ? claim.path("reason").asText() + "; " : "")
                + (turns.isEmpty() ? "no turn speaks for it" : "turns " + turns)
                + (claim.has("weight") ? ", weight " + claim.path("weight").asText() : "");
    }
}
