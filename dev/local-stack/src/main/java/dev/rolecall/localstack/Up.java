package dev.rolecall.localstack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import dev.rolecall.fakellm.provider.Provider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `./rolecall up`: runs everything on this machine, sends callbacks, and shows their transcripts.
@Command(name = "rolecall up", mixinStandardHelpOptions = true, description = "Runs Rolecall on this machine.")
final class Up implements Callable<Integer> {
    private static final List<String> SAMPLES = List.of("support-call", "doctors-visit", "interview",
            "two-channel-call", "undiarized", "silent", "error-callback");

    private final PrintStream out = System.out;
    private final Instant began = Instant.now();

    @Option(names = "--once", arity = "0..*", paramLabel = "FILE",
            description = "Send these Deepgram bodies (without FILE: the samples), show their transcripts, and exit: 0 if every body reached an expected final state.")
    private @Nullable List<Path> once;

    @Option(names = "--port-base", paramLabel = "N",
            description = "The first of eight consecutive ports; the default is ${DEFAULT-VALUE}.")
    private int portBase = Ports.DEFAULT_BASE;

    @Option(names = "--provider", paramLabel = "NAME",
            description = "Let the fake LLM play a provider: what it refuses, how its errors look, and how its models write.")
    private @Nullable String provider;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw the first labelled conversation as SVG.")
    private @Nullable Path picture;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) throws IOException {
        LocalCommand.run(new Up(), arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        var bodies = once == null || once.isEmpty()
                ? SAMPLES.stream().map(Body::sample).toList()
                : once.stream().map(this::readable).map(Body::of).toList();
        var llm = provider == null ? Llm.of(System.getenv()) : playing(provider);
        try (var local = LocalCommand.claim(spec, portBase, llm, out)) {
            local.stack().start();
            out.printf("Everything is up after %.1f s.%n%n", seconds());
            var ended = show(local.stack(), bodies);
            if (once == null) {
                addresses(local.stack());
                return new RestartEnded(local.stack(), out).untilClosed();
            }
            return ended ? 0 : 1;
        }
    }

    private Llm playing(String name) {
        try {
            return Llm.playing(Provider.named(name).name());
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknown.getMessage()), unknown);
        }
    }

    private Path readable(Path file) {
        var from = Checkout.callersOwn(file);
        if (!Files.isReadable(from) || Files.isDirectory(from)) {
            throw new ParameterException(spec.commandLine(), "File " + file + " does not exist or cannot be read.");
        }
        return from;
    }

    private boolean show(Stack stack, List<Body> bodies) {
        var deepgram = new Deepgram(stack);
        var show = new ShowTranscript(out, ShowTranscript.wantsColour());
        var all = true;
        var isFirst = true;
        for (var body : bodies) {
            var end = deepgram.deliver(body.bytes()).orElse(null);
            all &= show.show(body.name(), end);
            if (isFirst && end != null && end.isLabelled()) {
                out.printf("(first labelled conversation after %.1f s)%n%n", seconds());
                drawIfAsked(body.name(), end);
                isFirst = false;
            }
        }
        return all;
    }

    private void drawIfAsked(String name, Deepgram.End end) {
        if (picture != null) {
            DrawConversation.to(Checkout.callersOwn(picture), name, end);
        }
    }

    private void addresses(Stack stack) {
        out.printf("""
                Callbacks    POST %s   (user %s, password %s)
                Transcripts  %s
                API key      %s   (an operator's, for Authorization: Bearer …; also in %s)
                API          %s
                Classifier   %s
                Kafka        %s
                PostgreSQL   %s   (users %s, %s; password %s)
                Logs         %s

                Ctrl-C stops everything. Stored transcripts stay for the next run.
                """, stack.webhookUrl("/callback"), Stack.CALLBACK_USER, Stack.CALLBACK_PASSWORD,
                stack.webhookUrl("/transcripts"), stack.apiKey(), relative(stack.apiKeyFile()),
                stack.webhookUrl("/openapi"), stack.classifierManagement("/q/health"),
                stack.bootstrapServers(), stack.database().url(), Database.WEBHOOK, Database.CLASSIFIER,
                Database.PASSWORD, relative(stack.folder().path().resolve("logs")));
    }

    private static Path relative(Path path) {
        return Checkout.root().relativize(path);
    }

    private double seconds() {
        return Duration.between(began, Instant.now()).toMillis() / 1000.0;
    }
}
