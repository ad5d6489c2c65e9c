package dev.rolecall.cli.retention;

import java.io.PrintWriter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.text.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall hold`: legal holds.
@Command(name = "hold", description = "Keep transcripts from being dropped by retention and from being erased.",
        mixinStandardHelpOptions = true)
public final class HoldCommand {
    private static final String ROW = "%6s  %-42s  %-20s  %-16s  %-20s  %s%n";
    private static final String ROUTE = "/operations/holds";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// One of these.
    static final class Held {
        @Option(names = "--id", paramLabel = "UUID", description = "One transcript.")
        private @Nullable String transcriptId;
        @Option(names = "--tag", paramLabel = "TAG", description = "All transcripts that have this tag, now or later.")
        private @Nullable String tag;
    }

    @Command(name = "add", description = "Place a legal hold.")
    int add(@Mixin Api api, @ArgGroup(multiplicity = "1") Held held,
            @Option(names = "--reason", required = true, description = "Why; up to 200 characters.") String reason) {
        print(api.post(ROUTE, new ObjectMapper().createObjectNode()
                .put("transcriptId", held.transcriptId)
                .put("tag", held.tag)
                .put("reason", reason)));
        return 0;
    }

    @Command(name = "list", description = "List legal holds, released ones too.")
    int list(@Mixin Api api, @Option(names = "--json", description = "As JSON.") boolean isJson) {
        var holds = api.get(ROUTE);
        if (isJson) {
            out().println(holds);
            return 0;
        }
        out().printf(ROW, "ID", "OF", "SINCE", "BY", "RELEASED", "REASON");
        holds.forEach(this::print);
        return 0;
    }

    @Command(name = "release", description = "Release a legal hold.")
    int release(@Mixin Api api, @Parameters(paramLabel = "ID", description = "As `list` shows it.") long id) {
        print(api.post("%s/%d/release".formatted(ROUTE, id)));
        return 0;
    }

    private void print(JsonNode hold) {
        out().printf(ROW, hold.path("id").asText(),
                hold.has("tag") ? "tag " + hold.path("tag").asText() : hold.path("transcriptId").asText(),
                Terminal.seconds(hold.path("heldAt").asText()), hold.path("heldBy").asText(),
                Terminal.seconds(hold.path("releasedAt").asText("-")), hold.path("reason").asText());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
