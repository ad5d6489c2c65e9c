package dev.rolecall.localstack;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Starts servers again whose process has ended, as Kubernetes does.
final class RestartEnded {
    private static final int MOST = 3;
    /// Ctrl-C reaches the servers, too, and perhaps before this program begins to end.
    private static final int MILLIS_UNTIL_CLOSED = 1000;

    private final Stack stack;
    private final PrintStream out;
    private final BlockingQueue<Server> ended = new LinkedBlockingQueue<>();
    private final Map<Server, Integer> restarts = new HashMap<>();

    RestartEnded(Stack stack, PrintStream out) {
        this.stack = stack;
        this.out = out;
    }

    /// Returns when the stack is closed, or when a server has ended for the fourth time.
    ///
    /// @return the exit code
    int untilClosed() throws InterruptedException {
        stack.servers().forEach(this::watch);
        while (true) {
            var server = ended.take();
            Thread.sleep(MILLIS_UNTIL_CLOSED);
            if (stack.isClosed()) {
                return 0;
            }
            var log = stack.folder().log(server.name());
            if (restarts.merge(server, 1, Integer::sum) > MOST) {
                out.printf("%s has ended again, and everything is stopped. Its log is %s.%n", server.name(), log);
                return 1;
            }
            out.printf("%s has ended, and is started again. Its log is %s.%n", server.name(), log);
            restart(server);
        }
    }

    private void restart(Server server) {
        try {
            stack.restart(server);
            watch(server);
            out.printf("%s is up again.%n", server.name());
        } catch (IllegalStateException e) {
            out.println(e.getMessage());
            ended.add(server);
        }
    }

    private void watch(Server server) {
        ProcessHandle.of(server.pid()).ifPresentOrElse(process -> watch(server, process), () -> ended.add(server));
    }

    private void watch(Server server, ProcessHandle process) {
        var _ = process.onExit().thenRun(() -> ended.add(server));
    }
}
