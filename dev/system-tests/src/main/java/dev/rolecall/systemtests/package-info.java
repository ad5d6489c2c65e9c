/// Rolecall as Deepgram and an operator meet it: processes, load, faults, and a checker that accounts for every
/// callback. Its main classes are shared with the benchmarks.
@NullMarked
package dev.rolecall.systemtests;

import org.jspecify.annotations.NullMarked;
