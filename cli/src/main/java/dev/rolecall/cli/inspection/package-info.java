/// What happened, and how things are.
@NullMarked
package dev.rolecall.cli.inspection;

import org.jspecify.annotations.NullMarked;
