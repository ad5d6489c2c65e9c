/// Rolecall from outside: processes, load, faults, and a check that accounts for every callback. The benchmarks share
/// the main classes.
@NullMarked
package dev.rolecall.systemtests;

import org.jspecify.annotations.NullMarked;
