package dev.rolecall.benchmarks;

import java.nio.file.Path;
import java.util.Optional;

import dev.rolecall.localstack.Checkout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a report is written, in addition to the terminal: the options of every command that has a report.
public final class ReportOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Write the same as JSON.")
    private @Nullable Path json;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw the same, as SVG.")
    private @Nullable Path picture;

    /// @return the exit code
    public int publish(Report report) {
        return publish(report, Optional.empty());
    }

    /// @param drawn instead of a picture of the table
    /// @return the exit code
    public int publish(Report report, Optional<String> drawn) {
        return publish(report, report, drawn);
    }

    /// @param asJson instead of the table as JSON
    /// @param drawn instead of a picture of the table
    /// @return the exit code
    public int publish(Report report, Object asJson, Optional<String> drawn) {
        report.print(System.out);
        if (json != null) {
            Report.write(Checkout.callersOwn(json), asJson);
        }
        if (picture != null) {
            Report.save(Checkout.callersOwn(picture), drawn.orElseGet(() -> Picture.of(report)));
        }
        return report.exitCode();
    }
}
