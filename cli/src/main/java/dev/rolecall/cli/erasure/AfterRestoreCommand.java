package dev.rolecall.cli.erasure;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall after-restore`: a database from a backup is brought up to date.
@Command(name = "after-restore", description = {
        "Bring a database from a backup up to date, so that it is served again.",
        "webhook-service does this by itself where Kafka still has the ledger of erasures. Without an option, tells whether it has: exit code 2 if not."},
        mixinStandardHelpOptions = true)
public final class AfterRestoreCommand implements Callable<Integer> {
    private static final int NOT_UP_TO_DATE = 2;
    private static final int PAGE = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final String ROUTE = "/operations/restore";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();
    @ArgGroup
    private @Nullable By by;

    @Option(names = "--force",
            description = "Also if webhook-service says that the database is up to date, for example after its files were copied in place. Nothing is labelled or read meanwhile.")
    private boolean isForced;

    /// One of these.
    private static final class By {
        @Option(names = "--ledger", paramLabel = "FILE",
                description = "The file that `./rolecall erase --print-ledger` has printed.")
        private @Nullable Path ledger;
        @Option(names = "--without-ledger",
                description = "Nothing was erased since the backup, or it is erased again by hand.")
        private boolean isWithout;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (by == null || (by.ledger == null && !by.isWithout)) {
            return tell(api.get(ROUTE));
        }
        if (by.ledger != null) {
            add(hashes(by.ledger));
        }
        api.post(isForced ? ROUTE + "?force=true" : ROUTE);
        out().println("transcripts are compared with the ledger, and unfinished jobs get new claims …");
        var until = System.nanoTime() + LONGEST.toNanos();
        var state = api.get(ROUTE);
        while (!isUpToDate(state) && System.nanoTime() < until) {
            Thread.sleep(BETWEEN_LOOKS);
            state = api.get(ROUTE);
        }
        return tell(state);
    }

    private int tell(JsonNode state) {
        if (isUpToDate(state)) {
            out().println("the database is up to date, and is served");
            return 0;
        }
        out().printf("the database was restored from a backup, and is not served yet. %s%n",
                state.path("reason").asText(
                        "webhook-service looks whether Kafka has the ledger of erasures: ask again in a few seconds."));
        return NOT_UP_TO_DATE;
    }

    private static boolean isUpToDate(JsonNode state) {
        return state.path("confirmed").asBoolean();
    }

    private static List<String> hashes(Path file) {
        try {
            var hashes = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.strip().split("\\s", 2)[0])
                    .toList();
            hashes.stream().filter(hash -> !HASH.matcher(hash).matches()).findFirst().ifPresent(wrong -> {
                throw new CommandFailure(
                        "%s is no ledger of erasures: \"%s\" is not 64 hexadecimal digits. Nothing was done.".formatted(
                                file,
                                wrong));
            });
            return hashes;
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be read (%s). Nothing was done.".formatted(file, e));
        }
    }

    private void add(List<String> hashes) {
        var added = 0L;
        for (var from = 0; from < hashes.size(); from += PAGE) {
            var page = hashes.subList(from, Math.min(from + PAGE, hashes.size()));
            var body = new ObjectMapper().createObjectNode();
            body.set("hashes", new ObjectMapper().valueToTree(page));
            added += api.post(ROUTE + "/ledger", body).path("added").asLong();
        }
        out().printf("the ledger has %d erasures, of which the database did not know %d%n", hashes.size(), added);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
