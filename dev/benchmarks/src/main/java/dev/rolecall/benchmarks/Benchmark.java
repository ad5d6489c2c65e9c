package dev.rolecall.benchmarks;

import java.util.List;
import java.util.Optional;

/// One benchmark.
public interface Benchmark {

    /// One sentence for the list of benchmarks.
    String about();

    /// @param isQuick whether to use less load and take a few minutes; the rows are the same
    List<Row> run(boolean isQuick);

    /// A picture of the last run, as SVG, if this benchmark has one of its own.
    default Optional<String> picture() {
        return Optional.empty();
    }
}
