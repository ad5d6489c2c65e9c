/// Throughput of a classifier-service pod, and what happens to its jobs under faults.
@NullMarked
package dev.rolecall.benchmarks.classifier;

import org.jspecify.annotations.NullMarked;
