/// Failed jobs, one or ten thousand, are raised at a set rate.
@NullMarked
package dev.rolecall.webhook.operations.replay;

import org.jspecify.annotations.NullMarked;
