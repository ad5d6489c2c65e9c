/// Moves outbox rows to Kafka: the publisher for fresh rows, the sweeper for rows that the publisher missed.
@NullMarked
package dev.rolecall.publishing;

import org.jspecify.annotations.NullMarked;
