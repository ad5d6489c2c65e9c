package dev.rolecall.cli.operations;

import java.util.LinkedHashMap;

import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall pause`: no job begins.
@Command(name = "pause",
        description = "Pause labelling: jobs that have begun go on, and no other begins. Callbacks are not affected. Pods follow within two seconds.",
        mixinStandardHelpOptions = true)
public final class PauseCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();
    @Mixin
    private ConsumptionOptions of = new ConsumptionOptions();

    @Option(names = "--reason", required = true, description = "Why.")
    private String reason = "";

    @Override
    public void run() {
        var parameters = new LinkedHashMap<>(of.parameters());
        parameters.put("reason", reason);
        of.print(spec.commandLine().getOut(), api.post("/operations/pause" + Query.of(parameters)));
    }
}
