package dev.rolecall.benchmarks.evaluation;

import static dev.rolecall.benchmarks.Progress.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogManager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Report;
import dev.rolecall.benchmarks.ReportOptions;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.Llm;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./rolecall evaluate`: sends dialogues with known speakers through both services and the configured LLM, and counts
/// the correct labels.
@Command(name = "rolecall evaluate", mixinStandardHelpOptions = true,
        description = "Labels dialogues with known speakers, and counts the correct labels.")
final class Evaluate implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int AT_ONCE = 32;
    private static final int WORDS_A_MINUTE = 150;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Encoding TOKENS = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final String WHOLE_TEXT = "1000000";

    @Parameters(paramLabel = "DIR|FILE", arity = "1..*",
            description = "Labelled dialogues: ACI-Bench, MTS-Dialog or PriMock57.")
    private List<Path> paths = List.of();

    @Option(names = "--model", paramLabel = "NAME",
            description = "The model, as its provider names it. Requires OPENAI_API_KEY.")
    private @Nullable String model;

    @Option(names = "--minutes", paramLabel = "N", description = "Join dialogues by role until each has this length.")
    private int minutes;

    @Option(names = "--whole-text",
            description = "Run a second time with the whole text instead of an excerpt, to compare.")
    private boolean isComparing;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager()
                .readConfiguration(Evaluate.class.getResourceAsStream("/quiet-logging.properties"));
        System.exit(new CommandLine(new Evaluate()).execute(arguments));
    }

    @Override
    public Integer call() {
        var asked = llmAsked();
        var dialogues = lengthened(dialogues());
        say("%d dialogues, %d words".formatted(dialogues.size(), dialogues.stream().mapToInt(Dialogue::words).sum()));
        say(asked.isFake()
                ? "The LLM is the fake one, which labels by word cues: these figures say nothing about a real LLM."
                : "The model is %s at %s.".formatted(asked.name(), asked.url()));
        var excerpts = evaluate(dialogues, asked, Map.of());
        var rows = new ArrayList<>(excerpts.rows());
        rows.addAll(savings(dialogues, excerpts));
        if (isComparing) {
            rows.addAll(compared(excerpts, evaluate(dialogues, asked,
                    Map.of("ROLECALL_CLASSIFICATION_EXCERPT_TOKENS", WHOLE_TEXT))));
        }
        return options.publish(Report.of("evaluate, " + (asked.isFake() ? "fake-llm" : asked.name()), rows));
    }

    private Llm llmAsked() {
        var environment = new HashMap<>(System.getenv());
        if (model != null) {
            if (!environment.containsKey("OPENAI_API_KEY")) {
                throw new CommandLine.ParameterException(spec.commandLine(),
                        "--model requires OPENAI_API_KEY, and OPENAI_BASE_URL if the provider is not OpenAI.");
            }
            environment.put("ROLECALL_LLM_NAME", model);
        }
        return Llm.of(environment);
    }

    private List<Dialogue> dialogues() {
        try {
            return ReadDialogues.in(paths.stream().map(Checkout::callersOwn).toList());
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<Dialogue> lengthened(List<Dialogue> dialogues) {
        if (minutes == 0) {
            return dialogues;
        }
        var joined = new ArrayList<Dialogue>();
        var open = new ArrayList<Dialogue>();
        for (var dialogue : dialogues) {
            open.add(dialogue);
            if (open.stream().mapToInt(Dialogue::words).sum() >= minutes * WORDS_A_MINUTE) {
                joined.add(Dialogue.joined(List.copyOf(open)));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            say("left out %d dialogues, which together are shorter".formatted(open.size()));
        }
        return joined;
    }

    private Score evaluate(List<Dialogue> dialogues, Llm asked, Map<String, String> settings) {
        return FreshStack.use("evaluate", asked, settings, stack -> {
            say("starting PostgreSQL, Kafka and both services");
            stack.start();
            if (asked.isFake()) {
                new Api(stack).fakeLlm("{\"countsTokens\":true}");
            }
            return new Run(stack).score(dialogues);
        });
    }

    /// One run, with one stack.
    private static final class Run {
        private final Api api;
        private final Score score = new Score();
        private int done;

        private Run(Stack stack) {
            api = new Api(stack);
        }

        private Score score(List<Dialogue> dialogues) {
            for (var from = 0; from < dialogues.size(); from += AT_ONCE) {
                var batch = dialogues.subList(from, Math.min(dialogues.size(), from + AT_ONCE));
                var sent = new HashMap<Dialogue, String>();
                var began = Instant.now();
                batch.forEach(dialogue -> sent.put(dialogue, send(dialogue)));
                batch.forEach(dialogue -> await(dialogue, String.valueOf(sent.get(dialogue)), began));
                done += batch.size();
                say("%d of %d".formatted(done, dialogues.size()));
            }
            return score;
        }

        private String send(Dialogue dialogue) {
            var answer = api.callback(DeepgramShape.of(dialogue, UUID.randomUUID())).join();
            try {
                return JSON.readTree(answer.body()).path("transcriptId").asText();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("%s was answered with %d".formatted(dialogue.name(),
                        answer.statusCode()), e);
            }
        }

        private void await(Dialogue dialogue, String id, Instant began) {
            for (var end = began.plus(LONGEST); Instant.now().isBefore(end); LockSupport.parkNanos(20_000_000)) {
                var transcript = api.transcript(id);
                var status = transcript.path("processingStatus").asText();
                if (status.equals("completed")) {
                    score.add(dialogue, api.processed(id), seconds(transcript));
                    return;
                }
                if (status.equals("failed")) {
                    say("%s was not labelled: %s".formatted(dialogue.name(),
                            transcript.path("processingReason").asText()));
                    break;
                }
            }
            score.addUnlabelled();
        }

        private static double seconds(JsonNode transcript) {
            return Duration.between(Instant.parse(transcript.path("createdAt").asText()),
                    Instant.parse(transcript.path("updatedAt").asText())).toMillis() / 1000.0;
        }
    }

    private static List<Row> savings(List<Dialogue> dialogues, Score score) {
        var bodies = dialogues.stream()
                .mapToInt(dialogue -> TOKENS.countTokensOrdinary(
                        new String(DeepgramShape.of(dialogue, new UUID(0, 0)), UTF_8)))
                .average()
                .orElse(0);
        return List.of(Row.toldTimes("tokens of Deepgram's body, of what the LLM is shown", bodies,
                score.inputTokensPerTranscript(), "tokens"));
    }

    private static List<Row> compared(Score excerpts, Score wholeText) {
        return List.of(
                Row.told("with the whole text: input tokens per transcript", wholeText.inputTokensPerTranscript(),
                        "tokens"),
                Row.toldTimes("with the whole text: input tokens, of the excerpt's",
                        wholeText.inputTokensPerTranscript(), excerpts.inputTokensPerTranscript(), "tokens"),
                Row.told("with the whole text: roles right, of all speakers", 100 * wholeText.roleAccuracy(), "%"),
                Row.told("with the whole text: roles right, of those given", 100 * wholeText.rolePrecision(), "%"));
    }
}
