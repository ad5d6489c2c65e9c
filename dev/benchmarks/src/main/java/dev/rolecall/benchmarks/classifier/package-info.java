/// How much a pod of classifier-service gets done, and what becomes of the work on bad days.
@NullMarked
package dev.rolecall.benchmarks.classifier;

import org.jspecify.annotations.NullMarked;
