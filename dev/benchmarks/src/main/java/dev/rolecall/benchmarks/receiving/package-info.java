/// How fast callbacks are taken in, beside the least that any server would have to do.
@NullMarked
package dev.rolecall.benchmarks.receiving;

import org.jspecify.annotations.NullMarked;
