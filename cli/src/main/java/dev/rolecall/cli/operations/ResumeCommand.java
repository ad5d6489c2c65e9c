package dev.rolecall.cli.operations;

import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./rolecall resume`: ends pauses.
@Command(name = "resume", description = "End pauses; without an option, all of them.", mixinStandardHelpOptions = true)
public final class ResumeCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();
    @Mixin
    private ConsumptionOptions of = new ConsumptionOptions();

    @Override
    public void run() {
        of.print(spec.commandLine().getOut(),
                api.post("/operations/resume" + Query.of(of.parameters())));
    }
}
