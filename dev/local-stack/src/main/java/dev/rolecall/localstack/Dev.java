package dev.rolecall.localstack;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `./rolecall dev`: one service in Quarkus dev mode, with live reload and the Dev UI, and the rest of the stack beside
/// it.
@Command(name = "rolecall dev", mixinStandardHelpOptions = true,
        description = "Runs one service in Quarkus dev mode, and everything that it needs.")
final class Dev implements Callable<Integer> {
    private static final List<String> SERVICES = List.of("webhook-service", "classifier-service");

    private final PrintStream out = System.out;

    @Parameters(paramLabel = "SERVICE", description = "webhook-service or classifier-service")
    private String service = "";

    @Option(names = "--port-base", paramLabel = "N",
            description = "The first of eight consecutive ports; the default is ${DEFAULT-VALUE}.")
    private int portBase = Ports.DEFAULT_BASE;

    @Option(names = "--maven", required = true, hidden = true, description = "The mvn command, 3.9 or newer.")
    private String maven = "";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) throws IOException {
        LocalCommand.run(new Dev(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!SERVICES.contains(service)) {
            throw new ParameterException(spec.commandLine(),
                    "There is no service \"%s\": it is %s.".formatted(service, String.join(" or ", SERVICES)));
        }
        try (var local = LocalCommand.claim(spec, portBase, Llm.of(System.getenv()), out)) {
            local.stack().startWithout(service);
            var port = local.stack().environmentOf(service).get("QUARKUS_HTTP_PORT");
            out.printf(
                    """
                            Everything but %s is up. It starts in dev mode now; a change in its sources is live at the next request.
                            Callbacks  POST %s   (user %s, password %s)
                            Dev UI     http://127.0.0.1:%s/q/dev-ui
                            %n""",
                    service, local.stack().webhookUrl("/callback"), Stack.CALLBACK_USER,
                    Stack.CALLBACK_PASSWORD, port);
            return devMode(local.stack());
        }
    }

    private int devMode(Stack stack) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(maven, "-q", "-B", "-pl", service + ",shared-model", "-am", "quarkus:dev",
                "-DdebugPort=0", "-Ddebug=false").directory(Checkout.root().toFile()).inheritIO();
        builder.environment().putAll(stack.environmentOf(service));
        var process = builder.start();
        stack.folder().record("dev-mode", process.toHandle());
        try {
            return process.waitFor();
        } finally {
            stack.folder().forget("dev-mode");
        }
    }
}
