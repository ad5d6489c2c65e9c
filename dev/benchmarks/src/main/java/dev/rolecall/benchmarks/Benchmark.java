package dev.rolecall.benchmarks;

import java.util.List;

/// One benchmark.
public interface Benchmark {

    /// One sentence for the list of benchmarks.
    String about();

    /// @param isQuick whether to use less load and take a few minutes; the rows are the same
    List<Row> run(boolean isQuick);
}
