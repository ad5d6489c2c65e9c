/// One trace per transcript, from its callback through the outbox and Kafka to the LLM's answer.
@NullMarked
package dev.rolecall.tracing;

import org.jspecify.annotations.NullMarked;
