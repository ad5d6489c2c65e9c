/// The figures of docs/benchmarks.md, measured against processes that the benchmark starts.
@NullMarked
package dev.rolecall.benchmarks;

import org.jspecify.annotations.NullMarked;
