/// Deepgram in: authenticate, read, store, 200. Kafka and the model are never waited for.
@NullMarked
package dev.rolecall.webhook.callback;

import org.jspecify.annotations.NullMarked;
