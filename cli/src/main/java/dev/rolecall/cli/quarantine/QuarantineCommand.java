package dev.rolecall.cli.quarantine;

import java.io.PrintWriter;
import java.util.HashMap;

import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.Query;
import dev.rolecall.cli.text.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall quarantine`: bodies that fit no transcript.
@Command(name = "quarantine", description = "List the bodies that fit no transcript, and store them after all.",
        mixinStandardHelpOptions = true)
public final class QuarantineCommand {
    private static final String ROW = "%-64s  %-20s  %10s  %-20s  %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "List the latest 500.")
    int list(@Mixin Api api, @Option(names = "--json", description = "As JSON.") boolean isJson) {
        var bodies = api.get("/quarantine");
        if (isJson) {
            out().println(bodies);
            return 0;
        }
        out().printf(ROW, "SHA256", "REASON", "BYTES", "RECEIVED", "REQUEST");
        bodies.forEach(body -> out().printf(ROW, body.path("sha256").asText(), body.path("reason").asText(),
                body.path("size").asText(), Terminal.seconds(body.path("receivedAt").asText()),
                body.path("requestId").asText("-")));
        return 0;
    }

    @Command(name = "store", description = "Store one as a transcript, or the oldest 100 of one reason.")
    int store(@Mixin Api api,
            @Parameters(paramLabel = "SHA256", arity = "0..1",
                    description = "The body; without it, --reason says which.") @Nullable String sha256,
            @Option(names = "--transcript", paramLabel = "ID",
                    description = "Replace the body of this one; without it, a new one is made.") @Nullable String transcript,
            @Option(names = "--reason", description = "For example internal-error.") @Nullable String reason) {
        if ((sha256 == null) == (reason == null)) {
            throw new dev.rolecall.cli.api.CommandFailure("Name a body, or a reason by --reason.");
        }
        var parameters = new HashMap<String, @Nullable String>();
        parameters.put("transcriptId", transcript);
        parameters.put("reason", reason);
        out().println(api.post((sha256 == null ? "/quarantine/reprocess" : "/quarantine/%s/reprocess".formatted(sha256))
                + Query.of(parameters)));
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
