package dev.rolecall.localstack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;

import dev.rolecall.localstack.Stack.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `./rolecall up`: everything on this machine, and what it makes of the sample callbacks or of the bodies named.
@Command(name = "rolecall up", mixinStandardHelpOptions = true, description = "Runs Rolecall on this machine.")
final class Up implements Callable<Integer> {
    private static final List<String> SAMPLES = List.of("support-call", "doctors-visit", "interview",
            "two-channel-call", "undiarized", "silent", "error-callback");

    private final PrintStream out = System.out;
    private final Instant began = Instant.now();

    @Option(names = "--once", arity = "1..*", paramLabel = "FILE", description = "Send these Deepgram bodies, show what became of them, and exit: 0 if each ended rightly.")
    private List<Path> once = List.of();

    @Option(names = "--port-base", paramLabel = "N", description = "The first of the six ports it listens on, ${DEFAULT-VALUE} if not given.")
    private int portBase = Ports.DEFAULT_BASE;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager().readConfiguration(Up.class.getResourceAsStream("/quiet-logging.properties"));
        System.exit(new CommandLine(new Up()).setExecutionExceptionHandler(Up::explain).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        var files = once.stream().map(this::readable).toList();
        var ports = Ports.from(portBase);
        var folder = RunFolder.at(Checkout.root().resolve(".rolecall/up-" + portBase));
        claim(folder, ports);
        var model = Model.of(System.getenv());
        out.println(model.describe());
        try (var stack = new Stack(folder, ports, model)) {
            var stop = new Thread(() -> stop(stack));
            Runtime.getRuntime().addShutdownHook(stop);
            stack.start();
            out.printf("Everything is up after %.1f s.%n%n", seconds());
            var ended = once.isEmpty() ? showSamples(stack) : show(stack, files);
            if (once.isEmpty()) {
                addresses(stack);
                new CountDownLatch(1).await(); // until Ctrl-C
            }
            Runtime.getRuntime().removeShutdownHook(stop);
            return ended ? 0 : 1;
        } finally {
            folder.forget("up");
        }
    }

    private Path readable(Path file) {
        var from = Checkout.callersOwn(file);
        if (!Files.isReadable(from) || Files.isDirectory(from)) {
            throw new ParameterException(spec.commandLine(), "There is no file " + file + " that can be read.");
        }
        return from;
    }

    /// Ends what a killed run left, refuses to disturb one that is alive, and makes sure of the ports.
    private void claim(RunFolder folder, Ports ports) {
        var alive = folder.running("up");
        if (alive.isPresent()) {
            throw new ParameterException(spec.commandLine(),
                    "Rolecall is up already, as process %d. Stop it with Ctrl-C, or take other ports with --port-base."
                            .formatted(alive.get().pid()));
        }
        var left = folder.endLeftovers();
        if (left > 0) {
            out.printf("Ended %d processes that an earlier run had left behind.%n", left);
        }
        var taken = ports.taken();
        if (!taken.isEmpty()) {
            throw new ParameterException(spec.commandLine(),
                    "Somebody else listens on port %s. End that, or take other ports with --port-base."
                            .formatted(String.join(", ", taken)));
        }
        folder.record("up", ProcessHandle.current());
    }

    private boolean showSamples(Stack stack) {
        var bodies = new ArrayList<Body>();
        SAMPLES.forEach(name -> bodies.add(Body.sample(name)));
        return show(stack, bodies, "first labelled conversation");
    }

    private boolean show(Stack stack, List<Path> files) {
        return show(stack, files.stream().map(Body::of).toList(), null);
    }

    private boolean show(Stack stack, List<Body> bodies, @org.jspecify.annotations.Nullable String milestone) {
        var deepgram = new Deepgram(stack);
        var show = new ShowTranscript(out, ShowTranscript.wantsColour());
        var all = true;
        for (var body : bodies) {
            var end = deepgram.deliver(body.bytes()).orElse(null);
            all &= show.show(body.name(), end);
            if (milestone != null && end != null && end.isLabelled()) {
                out.printf("(%s after %.1f s)%n%n", milestone, seconds());
                milestone = null;
            }
        }
        return all;
    }

    private void addresses(Stack stack) {
        out.printf("""
                Callbacks    POST %s   (user %s, password %s)
                Transcripts  %s
                API          %s
                Classifier   %s
                Kafka        %s
                PostgreSQL   %s   (users %s, %s; password %s)
                Logs         %s

                Ctrl-C ends it; what is stored stays for the next time.
                """, stack.webhookUrl("/callback"), Stack.CALLBACK_USER, Stack.CALLBACK_PASSWORD,
                stack.webhookUrl("/transcripts"), stack.webhookUrl("/q/openapi"), stack.classifierUrl("/q/health"),
                stack.bootstrapServers(), stack.database().url(), Database.WEBHOOK, Database.CLASSIFIER,
                Database.PASSWORD, Checkout.root().relativize(stack.folder().path().resolve("logs")));
    }

    private void stop(Stack stack) {
        out.println("\nStopping …");
        stack.close();
        stack.folder().forget("up");
    }

    private double seconds() {
        return Duration.between(began, Instant.now()).toMillis() / 1000.0;
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (failure instanceof IllegalStateException || failure instanceof IllegalArgumentException) {
            command.getErr().println("rolecall: " + failure.getMessage());
            return 1;
        }
        throw failure;
    }
}
