/// Jobs that seem to be stuck, as the reconciler has noted them.
@NullMarked
package dev.rolecall.webhook.operations.stuck;

import org.jspecify.annotations.NullMarked;
