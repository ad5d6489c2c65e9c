/// Between Kafka and the use case: channels, how many jobs at once, retries, dead letters, pausing and draining.
@NullMarked
package dev.rolecall.classifier.queue;

import org.jspecify.annotations.NullMarked;
