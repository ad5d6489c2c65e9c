/// The Kafka consumer: one channel for the main topic and one for each retry tier, and one record from its arrival to
/// its acknowledgement.
@NullMarked
package dev.rolecall.classifier.consumer;

import org.jspecify.annotations.NullMarked;
