/// Operators pause and resume the classifier's consumption.
@NullMarked
package dev.rolecall.webhook.operations.pause;

import org.jspecify.annotations.NullMarked;
