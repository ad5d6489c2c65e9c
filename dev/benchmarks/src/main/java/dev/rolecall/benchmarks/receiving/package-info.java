/// How fast callbacks are received, compared with a minimal server.
@NullMarked
package dev.rolecall.benchmarks.receiving;

import org.jspecify.annotations.NullMarked;
