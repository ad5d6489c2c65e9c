/// The HTTP API, as commands use it.
@NullMarked
package dev.rolecall.cli.api;

import org.jspecify.annotations.NullMarked;
