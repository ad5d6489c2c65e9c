package dev.rolecall.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// A child JVM: Kafka, the fake LLM, or a service.
public final class JavaServer implements Server {
    /// An option of `java` for all servers that a test starts.
    private static final String TEST_OPTION = "ROLECALL_TEST_JVM_OPTION";
    /// Beside a classifier that catches up, a start has taken 47 s on two busy cores.
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final String name;
    private final RunFolder folder;
    private final Supplier<List<String>> arguments;
    private final Map<String, String> environment;
    private final BooleanSupplier answers;
    private volatile @Nullable Process process;

    /// @param arguments of `java`, options first; evaluated when the server is started
    /// @param answers whether the started server is ready
    JavaServer(String name, RunFolder folder, Supplier<List<String>> arguments, Map<String, String> environment,
            BooleanSupplier answers) {
        this.name = name;
        this.folder = folder;
        this.arguments = arguments;
        this.environment = Map.copyOf(environment);
        this.answers = answers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        launch();
        awaitReady();
    }

    /// Starts without waiting for it to be ready.
    public synchronized void launch() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Optional.ofNullable(System.getenv(TEST_OPTION)).ifPresent(command::add);
        command.addAll(arguments.get());
        var builder = new ProcessBuilder(command).directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()));
        builder.environment().putAll(environment);
        try {
            var started = builder.start();
            process = started;
            folder.record(name, started.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
    }

    /// Not synchronized, so that [#stop] need not wait for a server that is still starting.
    public void awaitReady() {
        var isAnsweredOrEnded = Waiting.until(START, () -> answers.getAsBoolean() || !running().isAlive());
        if (!running().isAlive()) {
            throw new IllegalStateException(
                    "%s exited with status %d while starting; see %s".formatted(name, running().exitValue(),
                            folder.log(name)));
        }
        if (!isAnsweredOrEnded) {
            throw new IllegalStateException("%s does not answer after %d s; see %s".formatted(name, START.toSeconds(),
                    folder.log(name)));
        }
    }

    @Override
    public synchronized void kill() {
        RunFolder.kill(running().toHandle());
        folder.forget(name);
    }

    @Override
    public synchronized void stop() {
        if (process != null) {
            stop(process);
            folder.forget(name);
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                RunFolder.kill(process.toHandle());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            RunFolder.kill(process.toHandle());
        }
    }

    @Override
    public long pid() {
        return running().pid();
    }

    private Process running() {
        var running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return running;
    }
}
