package dev.rolecall.learning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;
import java.util.logging.LogManager;
import java.util.stream.Stream;

import dev.rolecall.benchmarks.evaluation.Dialogue;
import dev.rolecall.benchmarks.evaluation.ReadDialogues;
import dev.rolecall.classifier.roles.RoleCues;
import dev.rolecall.learning.LearnRoles.Pair;
import dev.rolecall.localstack.Checkout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./rolecall learn`: learns the weights of names and of roles, and says how well they do on dialogues that they were not
/// learnt from. Nothing is learnt from the folder `by-sa`, whose licence asks for the same.
@Command(name = "rolecall learn", mixinStandardHelpOptions = true,
        description = "Learns the weights of names and roles from dialogues whose speakers are known.")
final class Learn implements Callable<Integer> {
    private static final Path RESOURCES = Path.of("classifier-service/src/main/resources/dev/rolecall/classifier");

    private static final String DOCTOR = "doctor";
    /// Who answers a doctor, and for whom: families speak for children and for the old.
    private static final Set<String> OPPOSITES = Set.of("patient", "companion");

    @Parameters(paramLabel = "DIR|FILE", arity = "1..*",
            description = "Labelled dialogues: JSONL with true names for names, ACI-Bench, MTS-Dialog or PriMock57 for roles.")
    private List<Path> paths = List.of();

    @Option(names = "--try", description = "Print the figures without writing the weights.")
    private boolean isTrial;

    @Option(names = "--picture", paramLabel = "FILE",
            description = "Draw kept and wrong names over the threshold, as SVG.")
    private @Nullable Path picture;

    private final Curves curves = new Curves();
    private final String version = LocalDate.now(Clock.systemUTC()).toString();
    /// Sets that are only reported on.
    private final Set<String> shareAlike = new HashSet<>();
    private final LearnNames names = new LearnNames();

    public static void main(String[] arguments) throws IOException {
        // else Mallet looks for a file of its own, and says that it is missing
        System.setProperty("java.util.logging.config.file", "");
        LogManager.getLogManager().readConfiguration(Learn.class.getResourceAsStream("/quiet-logging.properties"));
        System.exit(new CommandLine(new Learn()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        var dialogues = ReadDialogues.in(paths);
        dialogues.stream().filter(Learn::isShareAlike).map(Dialogue::set).forEach(shareAlike::add);
        var named = dialogues.stream().filter(Learn::isNamed).toList();
        var pairs = dialogues.stream().filter(it -> !isNamed(it))
                .flatMap(it -> Pair.of(it, DOCTOR, OPPOSITES).stream())
                .toList();
        if (!named.isEmpty()) {
            learnNames(named);
        }
        if (!pairs.isEmpty()) {
            learnRoles(pairs);
        }
        return CommandLine.ExitCode.OK;
    }

    private static boolean isShareAlike(Dialogue dialogue) {
        return dialogue.file().contains("by-sa/");
    }

    private static boolean isNamed(Dialogue dialogue) {
        return dialogue.file().endsWith(".jsonl");
    }

    private void learnNames(List<Dialogue> dialogues) throws IOException {
        dialogues.stream().map(Dialogue::set).distinct().forEach(set -> Cost
                .of(dialogues.stream().filter(it -> it.set().equals(set)).toList(), dialogues)
                .forEach(row -> say("%s: %s: %.1f %s (%s)".formatted(set, row.what(), row.measured(), row.unit(),
                        row.asked()))));
        var calls = new ArrayList<>(dialogues.stream().map(NamedCall::of).toList());
        try (var file = Learn.class.getResourceAsStream("sentences.txt")) {
            calls.addAll(NamedCall.sentences(new String(Objects.requireNonNull(file).readAllBytes(), UTF_8)));
        }
        var renamed = RandomNames.in(dialogues).stream().map(NamedCall::of).toList();
        for (var half : Split.halves(calls, NamedCall::series, NamedCall::set)) {
            var own = half.stream().map(NamedCall::series).collect(toSet());
            var learnt = names.learn(free(half));
            Predicate<NamedCall> isOther = call -> !own.contains(call.series()) || isShareAlike(call);
            var others = calls.stream().filter(isOther).toList();
            report("one half, tried on the other", learnt, others);
            report("the same with random names", learnt, renamed.stream().filter(isOther).toList());
            curves.add(learnt, others);
        }
        if (picture != null) {
            Files.writeString(Checkout.callersOwn(picture), curves.draw());
        }
        for (var set : NameFigures.setsOfMany()) {
            report("without " + set, names.learn(free(calls.stream().filter(call -> !call.set().equals(set)).toList())),
                    calls.stream().filter(call -> call.set().equals(set)).toList());
        }
        write("names/weighing/names.weights", names.learn(free(calls)).model(version).write());
    }

    private List<NamedCall> free(List<NamedCall> calls) {
        return calls.stream().filter(call -> !isShareAlike(call)).toList();
    }

    private boolean isShareAlike(NamedCall call) {
        return shareAlike.contains(call.set());
    }

    private static void report(String what, LearnNames.Learnt learnt, List<NamedCall> calls) {
        var threshold = learnt.believed();
        say("names, %s: threshold %.2f: %s".formatted(what, threshold, learnt.on(calls, threshold)));
    }

    private void learnRoles(List<Pair> pairs) throws IOException {
        for (var half : Split.halves(pairs, Pair::series, Pair::set)) {
            var cues = LearnRoles.learn(version, DOCTOR, OPPOSITES, half);
            var others = pairs.stream().filter(pair -> !half.contains(pair)).toList();
            say("roles, one half, tried on the other: margin %.2f: %s".formatted(cues.margin(), figures(cues, others)));
            others.stream()
                    .filter(pair -> pair.score(cues) < -cues.margin())
                    .forEach(pair -> say("lowered though right: " + pair.series()));
        }
        var cues = LearnRoles.learn(version, DOCTOR, OPPOSITES, pairs);
        write("roles/roles.weights", write(cues));
    }

    private static String figures(RoleCues cues, List<Pair> pairs) {
        var sets = Stream.concat(Stream.of("all"), pairs.stream().map(Pair::set).distinct()).toList();
        return sets.stream().map(set -> {
            var scores = pairs.stream()
                    .filter(pair -> set.equals("all") || pair.set().equals(set))
                    .mapToDouble(pair -> pair.score(cues))
                    .toArray();
            return "%s %.1f %% of swapped and %.1f %% of right pairs lowered".formatted(set,
                    percent(scores, score -> score > cues.margin()), percent(scores, score -> -score > cues.margin()));
        }).toList().toString();
    }

    private static double percent(double[] scores, DoublePredicate which) {
        return 100.0 * Arrays.stream(scores).filter(which).count() / scores.length;
    }

    private static String write(RoleCues cues) {
        var text = new StringBuilder("%s %s %s %s%n".formatted(cues.version(), cues.role(),
                String.join(",", new TreeSet<>(cues.opposites())),
                String.format(Locale.ROOT, "%.2f", cues.margin())));
        new TreeMap<>(cues.weights()).forEach((cue, weight) -> text
                .append(String.format(Locale.ROOT, "%.3f\t%s%n", weight, cue)));
        return text.toString();
    }

    private void write(String resource, String text) throws IOException {
        if (!isTrial) {
            Files.writeString(Checkout.root().resolve(RESOURCES).resolve(resource), text);
            say("wrote " + resource);
        }
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
