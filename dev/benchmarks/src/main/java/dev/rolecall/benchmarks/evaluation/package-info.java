/// `./rolecall evaluate`: how right the labels are, on dialogues whose speakers are known.
@NullMarked
package dev.rolecall.benchmarks.evaluation;

import org.jspecify.annotations.NullMarked;
