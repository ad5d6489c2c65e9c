/// `./rolecall evaluate`: accuracy of the labels, on dialogues with known speakers.
@NullMarked
package dev.rolecall.benchmarks.evaluation;

import org.jspecify.annotations.NullMarked;
