/// The dead-letter topic as a table.
@NullMarked
package dev.rolecall.webhook.operations.mirror;

import org.jspecify.annotations.NullMarked;
