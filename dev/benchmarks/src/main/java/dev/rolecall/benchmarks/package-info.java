/// Every figure the README states, measured against processes that the benchmark itself starts.
@NullMarked
package dev.rolecall.benchmarks;

import org.jspecify.annotations.NullMarked;
