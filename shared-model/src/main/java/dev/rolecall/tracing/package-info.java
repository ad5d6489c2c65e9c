/// One trace for a transcript, from its callback through the outbox and Kafka to the model's answer.
@NullMarked
package dev.rolecall.tracing;

import org.jspecify.annotations.NullMarked;
