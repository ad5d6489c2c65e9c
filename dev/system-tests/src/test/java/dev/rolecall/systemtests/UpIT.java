package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.rolecall.localstack.Checkout;
import dev.rolecall.localstack.RunFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./rolecall up`, without the check whether the build is stale.
class UpIT {
    private static final int PORT_BASE = 17_100;
    @TempDir
    private Path folder;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatAFailedTestLeft() throws InterruptedException {
        for (var up : started) {
            up.destroy();
            up.waitFor();
        }
    }

    @Test
    void leavesNoProcessBehindNotEvenAfterAKill() throws Exception {
        var first = up("first");
        await().atMost(Duration.ofSeconds(90)).until(() -> output("first").contains("Ctrl-C stops everything"));
        assertThat(output("first")).contains("Priya, agent", "Tom, customer", "left unlabelled: no-words");
        assertThat(RunFolder.at(Checkout.root().resolve(".rolecall/up-" + PORT_BASE)).running("fake-llm")).get()
                .matches(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(30)).until(() -> output("first").contains("fake-llm is up again"));
        var children = first.descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(4);
        first.destroyForcibly().waitFor();

        var body = folder.resolve("body.json");
        Files.write(body, CallbackBodies.of(5000).withRequestId(java.util.UUID.randomUUID()));
        var second = up("second", "--once", body.toString());

        assertThat(second.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(output("second")).contains("that an earlier run had left behind", "labelled by fake-llm");
        assertThat(second.exitValue()).isZero();
        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void namesAPortThatIsTaken() throws Exception {
        try (var otherProcess = new ServerSocket(PORT_BASE + 203)) {
            var up = up("taken", "--port-base", Integer.toString(PORT_BASE + 200));

            assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).isNotZero();
            assertThat(output("taken")).contains(Integer.toString(otherProcess.getLocalPort()), "Kafka", "--port-base");
        }
    }

    @Test
    void namesAFileThatIsNotThere() throws Exception {
        var up = up("missing", "--once", "no-such-body.json");

        assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isNotZero();
        assertThat(output("missing")).contains("no-such-body.json");
    }

    private Process up(String name, String... options) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                Checkout.classpath("dev/local-stack"), "dev.rolecall.localstack.Up"));
        if (!List.of(options).contains("--port-base")) {
            command.addAll(List.of("--port-base", Integer.toString(PORT_BASE)));
        }
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).directory(Checkout.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("OPENAI"));
        var up = builder.start();
        started.add(up);
        return up;
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
