package dev.rolecall.cli.adoption;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.rolecall.cli.api.Api;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall held`: transcripts whose way is `off`.
@Command(name = "held", description = "Count the transcripts whose way is off, and send them to the queue.",
        mixinStandardHelpOptions = true)
public final class HeldCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "count", description = "Count them.")
    int count(@Mixin Api api) {
        out().println(api.get("/held").path("held").asLong());
        return 0;
    }

    @Command(name = "release", description = "Send them to the queue, oldest first. May be interrupted and repeated.")
    int release(@Mixin Api api,
            @Option(names = "--tag", paramLabel = "TAG",
                    description = "Only those with this tag; without it, all.") @Nullable String tag) {
        var path = "/held/release"
                + (tag == null ? "" : "?tag=" + URLEncoder.encode(tag, StandardCharsets.UTF_8));
        var total = 0;
        var answer = api.post(path);
        while (answer.path("released").asInt() > 0) {
            total += answer.path("released").asInt();
            out().printf("released %d; %d are held%n", total, answer.path("held").asLong());
            answer = api.post(path);
        }
        out().printf("released %d in all%n", total);
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
