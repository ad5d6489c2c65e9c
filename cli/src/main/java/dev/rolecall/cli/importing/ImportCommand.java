package dev.rolecall.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.cli.api.CommandFailure;
import dev.rolecall.cli.text.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall import`: bodies of Deepgram that are on disk, as if Deepgram sent them now.
@Command(name = "import", description = {"Send Deepgram's bodies that are on disk as callbacks, at a set rate.",
        "May be interrupted and repeated: a body that was stored before is a duplicate, and changes nothing."},
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int OK = 200;
    private static final int BUSY = 503;
    private static final int MAX_TRIES = 30;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR|FILE", arity = "1..*",
            description = "Files, and folders with *.json at any depth.")
    private List<Path> paths = List.of();

    @Option(names = "--callback", paramLabel = "URL",
            defaultValue = "${env:ROLECALL_IMPORT_URL:-http://127.0.0.1:7100/callback}",
            description = "Where callbacks go: ${DEFAULT-VALUE}, or ROLECALL_IMPORT_URL.")
    private URI callback = URI.create("");

    @Option(names = "--user", defaultValue = "${env:ROLECALL_IMPORT_USER:-deepgram}",
            description = "User of the callback's Basic authentication: ${DEFAULT-VALUE}, or ROLECALL_IMPORT_USER.")
    private String user = "";

    @Option(names = "--password", defaultValue = "${env:ROLECALL_IMPORT_PASSWORD:-local}",
            description = "Its password; better in ROLECALL_IMPORT_PASSWORD. Without it, the one of ./rolecall up.")
    private String password = "";

    @Option(names = "--per-second", paramLabel = "N", defaultValue = "20",
            description = "How many are sent a second at most; ${DEFAULT-VALUE} if not given.")
    private double perSecond;

    @Option(names = "--progress", paramLabel = "FILE", defaultValue = "rolecall-import.progress",
            description = "Where it is noted what was acknowledged; ${DEFAULT-VALUE} if not given.")
    private Path progress = Path.of("");

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        if (perSecond <= 0) {
            throw new CommandFailure("--per-second is %s; it must be more than 0.".formatted(perSecond));
        }
        var files = files();
        if (files.isEmpty()) {
            throw new CommandFailure("There is no *.json in %s.".formatted(paths));
        }
        var done = Imported.in(progress, callback);
        var left = files.stream().filter(file -> !done.contains(file)).toList();
        out().printf("%d bodies, of which %d were acknowledged before%n", files.size(), files.size() - left.size());
        try (var http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            var began = System.nanoTime();
            for (var i = 0; i < left.size(); i++) {
                pace(began, i);
                if (send(http, left.get(i))) {
                    done.add(left.get(i));
                }
                show(i + 1, left.size());
            }
        }
        out().println();
        outcomes.forEach((outcome, count) -> out().printf("  %-12s %8d%n", outcome, count));
        failures.forEach(out()::println);
        return failures.isEmpty() ? 0 : FAILED;
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        for (var path : paths) {
            try (var found = Files.walk(path)) {
                found.filter(Files::isRegularFile)
                        .filter(file -> file.equals(path) || file.toString().endsWith(".json"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException e) {
                throw new CommandFailure("%s cannot be read: %s".formatted(path, e));
            }
        }
        return files;
    }

    private void pace(long began, int sent) throws InterruptedException {
        var due = began + (long) (sent / perSecond * 1e9);
        var wait = Duration.ofNanos(due - System.nanoTime());
        if (wait.isPositive()) {
            Thread.sleep(wait);
        }
    }

    /// @return whether it was acknowledged
    private boolean send(HttpClient http, Path file) throws InterruptedException {
        var why = "no answer";
        for (var tries = 0; tries < MAX_TRIES; tries++) {
            var wait = Duration.ofSeconds(1);
            try {
                var answer = http.send(request(file), BodyHandlers.ofString());
                if (answer.statusCode() == OK) {
                    outcomes.merge(outcome(answer.body()), 1, Integer::sum);
                    return true;
                }
                why = "answered %d: %s".formatted(answer.statusCode(), Terminal.line(answer.body()));
                if (answer.statusCode() != BUSY) {
                    break;
                }
                wait = retryAfter(answer);
            } catch (IOException e) {
                why = "%s (%s)".formatted("no answer", e);
            }
            Thread.sleep(wait);
        }
        outcomes.merge("failed", 1, Integer::sum);
        failures.add("%s: %s".formatted(file, why));
        return false;
    }

    private HttpRequest request(Path file) throws IOException {
        var credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return HttpRequest.newBuilder(callback)
                .timeout(TIMEOUT)
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofFile(file))
                .build();
    }

    private static Duration retryAfter(HttpResponse<?> answer) {
        var wait = Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static String outcome(String body) {
        try {
            return JSON.readTree(body).path("outcome").asText("stored");
        } catch (JsonProcessingException notJson) {
            return "stored";
        }
    }

    private void show(int sent, int all) {
        out().printf("\r%s %d of %d", Terminal.bar(sent, all), sent, all);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
