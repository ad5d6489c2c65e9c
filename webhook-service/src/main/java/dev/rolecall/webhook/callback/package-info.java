/// Deepgram's callbacks over HTTP: authenticate, read, store, answer 200. A callback never waits for Kafka or for the
/// LLM.
@NullMarked
package dev.rolecall.webhook.callback;

import org.jspecify.annotations.NullMarked;
