package dev.rolecall.cli.erasure;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall erase`: bodies, results, names and tags are deleted for good.
@Command(name = "erase", description = {"Erase transcripts, for good.",
        "One is erased at once; many are erased by webhook-service, one after the other, which --dry-run counts down."},
        mixinStandardHelpOptions = true)
public final class EraseCommand implements Runnable {
    private static final int PAGE = 10_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();
    @ArgGroup(multiplicity = "1")
    private @Nullable Which which;

    @Option(names = "--dry-run", description = "Only count.")
    private boolean isDryRun;

    @Option(names = "--yes", description = "Do it: without this or --dry-run, nothing is erased.")
    private boolean isSure;

    @Option(names = "--json", description = "As JSON.")
    private boolean isJson;

    /// Those, or the ledger.
    private static final class Which extends Selected {
        @Option(names = "--print-ledger",
                description = "Erase nothing, and print the ledger of erasures: a hash and a time a line. Keep it outside of the database.")
        private boolean isLedger;
    }

    @Override
    public void run() {
        var asked = Objects.requireNonNull(which);
        if (asked.isLedger) {
            printLedger();
            return;
        }
        if (!isDryRun && !isSure) {
            throw new CommandFailure("Erasing cannot be undone. Look with --dry-run, then erase with --yes.");
        }
        var answer = api.post("/operations/erasures", asked.asJson().put("dryRun", isDryRun));
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.println(answer);
            return;
        }
        out.printf(isDryRun
                ? "%d would be erased; %d wait to be erased%n"
                : asked.isOfOne() ? "%d erased; %d others wait%n" : "%d will be erased; %d wait%n",
                answer.path("matched").asLong(), answer.path("waiting").asLong());
        if (answer.path("held").asLong() > 0) {
            out.printf("%d of them are under legal hold, and stay until it is released%n",
                    answer.path("held").asLong());
        }
    }

    private void printLedger() {
        var after = "";
        List<JsonNode> page;
        do {
            page = List.copyOf(
                    api.get("/operations/erasures/ledger?limit=%d&after=%s".formatted(PAGE, after)).valueStream()
                            .toList());
            for (var entry : page) {
                after = entry.path("hash").asText();
                spec.commandLine().getOut().printf("%s %s%n", after, entry.path("erasedAt").asText());
            }
        } while (page.size() == PAGE);
    }
}
