package dev.rolecall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Report REPORT = Report.of("some", List.of(Row.atMost("time", 2, 1.5, "s"),
            Row.atLeast("rate", 100, 99, "1/s"), Row.exactly("lost", 0, 0, "callbacks")));
    @TempDir
    private Path folder;

    @Test
    void saysOfEveryRowWhetherItHolds() {
        var out = new ByteArrayOutputStream();

        REPORT.print(new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8)).containsPattern("time +≤ 2 +1.50 +s +holds")
                .containsPattern("rate +≥ 100 +99 +1/s +falls short")
                .containsPattern("lost +0 +0 +callbacks +holds");
        assertThat(REPORT.exitCode()).isEqualTo(3);
    }

    @Test
    void writesTheSameAsJson() throws IOException {
        var file = folder.resolve("report.json");

        Report.write(file, REPORT);

        var json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.fieldNames()).toIterable().containsExactly("bench", "machine", "rows");
        assertThat(json.at("/rows/0").fieldNames()).toIterable()
                .containsExactly("what", "asked", "measured", "unit", "holds");
    }
}
