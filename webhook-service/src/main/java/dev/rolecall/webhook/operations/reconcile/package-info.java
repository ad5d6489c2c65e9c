/// Jobs that are stuck are found and queued again.
@NullMarked
package dev.rolecall.webhook.operations.reconcile;

import org.jspecify.annotations.NullMarked;
