package dev.rolecall.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path path;

    @Test
    void endsTheProcessesOfAnEarlierRun() throws IOException {
        var folder = RunFolder.at(path);
        var left = new ProcessBuilder("sleep", "60").start();
        folder.record("sleeper", left.toHandle());

        assertThat(folder.endLeftovers()).isEqualTo(1);

        assertThat(left.isAlive()).isFalse();
        assertThat(folder.endLeftovers()).isZero();
    }

    @Test
    void sparesAProcessThatWasGivenTheSameIdLater() throws IOException {
        var folder = RunFolder.at(path);
        var other = new ProcessBuilder("sleep", "60").start();
        Files.writeString(path.resolve("processes/sleeper"), other.pid() + " 2001-01-01T00:00:00Z");

        assertThat(folder.endLeftovers()).isZero();

        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    @Test
    void knowsWhichProcessRuns() {
        var folder = RunFolder.at(path);
        folder.record("me", ProcessHandle.current());

        assertThat(folder.running("me")).contains(ProcessHandle.current());
        folder.forget("me");
        assertThat(folder.running("me")).isEmpty();
    }

    @Test
    void namesTheTakenPort() throws IOException {
        var ports = Ports.free();
        try (var taken = new ServerSocket(ports.kafka(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.taken()).containsExactly(taken.getLocalPort() + " (Kafka)");
        }
    }

    @Test
    void refusesPortsThatCannotBe() {
        assertThatThrownBy(() -> Ports.from(80)).hasMessageContaining("--port-base");
    }
}
