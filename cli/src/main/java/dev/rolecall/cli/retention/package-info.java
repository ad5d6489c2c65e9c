/// What is dropped when it is old enough, and what must not be.
@NullMarked
package dev.rolecall.cli.retention;

import org.jspecify.annotations.NullMarked;
