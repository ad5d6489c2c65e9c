/// What the receiver does with more callbacks than it can store.
@NullMarked
package dev.rolecall.benchmarks.overload;

import org.jspecify.annotations.NullMarked;
