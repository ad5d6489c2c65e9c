package dev.rolecall.cli;

import dev.rolecall.cli.adoption.AdoptionCommand;
import dev.rolecall.cli.adoption.FlagsCommand;
import dev.rolecall.cli.adoption.HeldCommand;
import dev.rolecall.cli.adoption.MigrateCommand;
import dev.rolecall.cli.api.CommandFailure;
import dev.rolecall.cli.api.ConfigFile;
import dev.rolecall.cli.erasure.AfterRestoreCommand;
import dev.rolecall.cli.erasure.EraseCommand;
import dev.rolecall.cli.erasure.ExportCommand;
import dev.rolecall.cli.importing.ImportCommand;
import dev.rolecall.cli.inspection.ExplainCommand;
import dev.rolecall.cli.inspection.ReconcileCommand;
import dev.rolecall.cli.inspection.StatusCommand;
import dev.rolecall.cli.operations.DeadLettersCommand;
import dev.rolecall.cli.operations.PauseCommand;
import dev.rolecall.cli.operations.ReplayCommand;
import dev.rolecall.cli.operations.ResumeCommand;
import dev.rolecall.cli.quarantine.QuarantineCommand;
import dev.rolecall.cli.retention.HoldCommand;
import dev.rolecall.cli.retention.RetentionCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The part of `./rolecall` that works through the API.
@Command(name = "rolecall",
        subcommands = {KeysCommand.class, FlagsCommand.class, HeldCommand.class, AdoptionCommand.class,
                MigrateCommand.class, DeadLettersCommand.class, ReplayCommand.class,
                PauseCommand.class, ResumeCommand.class, ReconcileCommand.class, EraseCommand.class,
                ExportCommand.class, RetentionCommand.class, HoldCommand.class, AfterRestoreCommand.class,
                ExplainCommand.class, StatusCommand.class, QuarantineCommand.class, ImportCommand.class,
                AutoComplete.GenerateCompletion.class},
        mixinStandardHelpOptions = true)
final class RolecallCommand {
    private static final int FAILED = 1;

    private RolecallCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RolecallCommand()).setDefaultValueProvider(ConfigFile.ofUser())
                .setExecutionExceptionHandler(RolecallCommand::explain);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (failure instanceof CommandFailure) {
            command.getErr().println("rolecall: " + failure.getMessage());
            return FAILED;
        }
        throw failure;
    }
}
