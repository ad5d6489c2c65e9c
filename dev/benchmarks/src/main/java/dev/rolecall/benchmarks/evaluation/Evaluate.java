package dev.rolecall.benchmarks.evaluation;

import static dev.rolecall.benchmarks.Progress.say;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.rolecall.benchmarks.FreshStack;
import dev.rolecall.benchmarks.Report;
import dev.rolecall.benchmarks.ReportOptions;
import dev.rolecall.benchmarks.Row;
import dev.rolecall.localstack.Llm;
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
    private static final int WORDS_A_MINUTE = 150;
    private static final Encoding TOKENS = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    /// Settings with which the LLM is shown the whole text.
    static final Map<String, String> WHOLE_TEXT = Map.of("ROLECALL_CLASSIFICATION_EXCERPT_TOKENS", "1000000");

    @Parameters(paramLabel = "DIR|FILE", arity = "1..*",
            description = "Labelled dialogues: ACI-Bench, MTS-Dialog, PriMock57, or JSONL with true names.")
    private List<Path> paths = List.of();

    @Option(names = "--model", paramLabel = "NAME",
            description = "The model, as its provider names it. Requires OPENAI_API_KEY.")
    private @Nullable String model;

    @Option(names = "--minutes", paramLabel = "N", description = "Join dialogues by role until each has this length.")
    private int minutes;

    @Option(names = "--whole-text",
            description = "Run a second time with the whole text instead of an excerpt, to compare.")
    private boolean isComparing;

    @Option(names = "--oracle", paramLabel = "right|wrong|swapped|none",
            description = "Instead of an LLM, one that is right or wrong on purpose: the truth; each name that is another's; "
                    + "each other's role; nothing. With the excerpt and with the whole text.")
    private @Nullable Oracle oracle;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager()
                .readConfiguration(Evaluate.class.getResourceAsStream("/quiet-logging.properties"));
        System.exit(new CommandLine(new Evaluate()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
    }

    @Override
    public Integer call() {
        List<Dialogue> dialogues;
        try {
            dialogues = lengthened(ReadDialogues.in(paths));
        } catch (IllegalArgumentException e) {
            System.err.println("rolecall: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        say("%d dialogues, %d words".formatted(dialogues.size(), dialogues.stream().mapToInt(Dialogue::words).sum()));
        return oracle == null ? evaluate(dialogues) : new EvaluateOracle(oracle, dialogues).run(options);
    }

    private int evaluate(List<Dialogue> dialogues) {
        var asked = llmAsked();
        say(asked.isFake()
                ? "The LLM is the fake one, which labels by word cues: these figures say nothing about a real LLM."
                : "The model is %s at %s.".formatted(asked.name(), asked.url()));
        var excerpts = evaluate(dialogues, asked, Map.of());
        var rows = new ArrayList<>(excerpts.rows());
        rows.addAll(savings(dialogues, excerpts));
        if (isComparing) {
            rows.addAll(compared(excerpts, evaluate(dialogues, asked, WHOLE_TEXT)));
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
            var score = new Score();
            new LabelDialogues(stack).all(dialogues, (i, result, seconds) -> {
                if (result == null) {
                    score.addUnlabelled();
                } else {
                    score.add(dialogues.get(i), result, seconds);
                }
            });
            return score;
        });
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
