package dev.rolecall.localstack;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// What the commands that run a stack in the foreground share: one run per port base, and a clean end on Ctrl-C.
final class LocalCommand implements AutoCloseable {
    private static final String RUN = "up";

    private final Stack stack;
    private final Thread stop;

    private LocalCommand(Stack stack, PrintStream out) {
        this.stack = stack;
        this.stop = new Thread(() -> {
            out.println("\nStopping …");
            end();
        });
        Runtime.getRuntime().addShutdownHook(stop);
    }

    /// Executes a command as the main program. Known errors are one line, with exit status 1.
    static void run(Callable<Integer> command, String[] arguments) throws IOException {
        LogManager.getLogManager()
                .readConfiguration(LocalCommand.class.getResourceAsStream("/quiet-logging.properties"));
        System.exit(new CommandLine(command).setExecutionExceptionHandler(LocalCommand::explain).execute(arguments));
    }

    /// Ends what a killed run left behind, and refuses to disturb a run that is alive.
    ///
    /// @throws ParameterException if the ports are in use
    static LocalCommand claim(CommandSpec spec, int portBase, Llm llm, PrintStream out) {
        var ports = Ports.from(portBase);
        var folder = RunFolder.at(Checkout.root().resolve(".rolecall/up-" + portBase));
        folder.running(RUN).ifPresent(process -> {
            throw new ParameterException(spec.commandLine(),
                    "Rolecall is running already, as process %d. Stop it with Ctrl-C, or choose other ports with --port-base."
                            .formatted(process.pid()));
        });
        var left = folder.endLeftovers();
        if (left > 0) {
            out.printf("Ended %d processes that an earlier run had left behind.%n", left);
        }
        var taken = ports.taken();
        if (!taken.isEmpty()) {
            throw new ParameterException(spec.commandLine(),
                    "Another process listens on port %s. Stop it, or choose other ports with --port-base."
                            .formatted(String.join(", ", taken)));
        }
        folder.record(RUN, ProcessHandle.current());
        out.println(llm.describe());
        return new LocalCommand(new Stack(folder, ports, llm), out);
    }

    Stack stack() {
        return stack;
    }

    private void end() {
        stack.close();
        stack.folder().forget(RUN);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException shuttingDown) {
            return; // after Ctrl-C the hook ends everything
        }
        end();
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
