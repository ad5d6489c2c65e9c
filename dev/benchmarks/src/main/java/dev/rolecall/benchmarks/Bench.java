package dev.rolecall.benchmarks;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;

import dev.rolecall.benchmarks.adoption.Adoption;
import dev.rolecall.benchmarks.classifier.BadProviders;
import dev.rolecall.benchmarks.classifier.ClassifierThroughput;
import dev.rolecall.benchmarks.classifier.FaultScenarios;
import dev.rolecall.benchmarks.classifier.LlmAway;
import dev.rolecall.benchmarks.classifier.ReplayDeadLetters;
import dev.rolecall.benchmarks.classifier.StuckJobs;
import dev.rolecall.benchmarks.overload.Overload;
import dev.rolecall.benchmarks.receiving.DropMonth;
import dev.rolecall.benchmarks.receiving.FuzzedBodies;
import dev.rolecall.benchmarks.receiving.ImportBodies;
import dev.rolecall.benchmarks.receiving.Receiving;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `./rolecall bench NAME`: the one way in which the project measures itself.
@Command(name = "rolecall bench", mixinStandardHelpOptions = true,
        description = "Measures Rolecall on this machine. Exits 0 if every bound holds, 3 if one is missed.")
final class Bench implements Callable<Integer> {
    private static final Map<String, Benchmark> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("main-job", new MainJob(false)), Map.entry("main-job-pgbouncer", new MainJob(true)),
            Map.entry("receiving", new Receiving()), Map.entry("fuzzed-bodies", new FuzzedBodies()),
            Map.entry("classifier", new ClassifierThroughput()), Map.entry("fault-scenarios", new FaultScenarios()),
            Map.entry("llm-away", new LlmAway()), Map.entry("bad-providers", new BadProviders()),
            Map.entry("replay", new ReplayDeadLetters()), Map.entry("stuck-jobs", new StuckJobs()),
            Map.entry("retention", new DropMonth()), Map.entry("import", new ImportBodies()),
            Map.entry("rolling-restart", new RollingRestart()), Map.entry("upgrade", new Upgrade()),
            Map.entry("overload", new Overload()), Map.entry("replica", new ReplicaAway()),
            Map.entry("legacy-table", new LegacyTableSteps()), Map.entry("adoption", new Adoption())));

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The benchmark; without it, the list of benchmarks.")
    private @Nullable String name;

    @Option(names = "--quick", description = "Less load, in a few minutes.")
    private boolean isQuick;

    @Mixin
    private ReportOptions options = new ReportOptions();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager().readConfiguration(Bench.class.getResourceAsStream("/quiet-logging.properties"));
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() {
        if (name == null) {
            ALL.forEach((bench, it) -> System.out.printf("%-20s %s%n", bench, it.about()));
            return 0;
        }
        var benchmark = ALL.get(name);
        if (benchmark == null) {
            throw new ParameterException(spec.commandLine(),
                    "There is no benchmark %s. The benchmarks are %s.".formatted(name,
                            String.join(", ", ALL.keySet())));
        }
        return options.publish(Report.of(name, benchmark.run(isQuick)), benchmark.picture());
    }
}
