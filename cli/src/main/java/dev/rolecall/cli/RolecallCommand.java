package dev.rolecall.cli;

import java.util.List;
import java.util.Objects;

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
import picocli.CommandLine.IVersionProvider;

/// The part of `./rolecall` that works through the API.
@Command(name = "rolecall", versionProvider = RolecallCommand.Version.class, mixinStandardHelpOptions = true)
final class RolecallCommand {
    private static final int FAILED = 1;
    private static final List<Class<?>> COMMANDS = List.of(KeysCommand.class, FlagsCommand.class, HeldCommand.class,
            AdoptionCommand.class, MigrateCommand.class, DeadLettersCommand.class, ReplayCommand.class,
            PauseCommand.class, ResumeCommand.class, ReconcileCommand.class, EraseCommand.class, ExportCommand.class,
            RetentionCommand.class, HoldCommand.class, AfterRestoreCommand.class, ExplainCommand.class,
            StatusCommand.class, QuarantineCommand.class, ImportCommand.class);

    private RolecallCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /// Only the command that is named is looked at, which is half of the time of a start; all of them for help, completion, or a
    /// wrong name.
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new RolecallCommand());
        var named = COMMANDS.stream().filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .toList();
        (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
        if (named.isEmpty()) {
            line.addSubcommand(AutoComplete.GenerateCompletion.class);
        }
        return line.setDefaultValueProvider(ConfigFile.ofUser()).setExecutionExceptionHandler(RolecallCommand::explain);
    }

    /// The jar's, or none where it is run from classes.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{
                    "rolecall " + Objects
                            .requireNonNullElse(RolecallCommand.class.getPackage().getImplementationVersion(), "")};
        }
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
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
