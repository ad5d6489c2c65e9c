package dev.rolecall.benchmarks;

import java.util.List;

/// Something that can be measured.
public interface Benchmark {

    /// In a sentence, for the list of benchmarks.
    String about();

    /// @param isQuick under three minutes, with less load; the same rows
    List<Row> run(boolean isQuick);
}
