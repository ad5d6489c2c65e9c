/// Text for terminals.
@NullMarked
package dev.rolecall.cli.text;

import org.jspecify.annotations.NullMarked;
