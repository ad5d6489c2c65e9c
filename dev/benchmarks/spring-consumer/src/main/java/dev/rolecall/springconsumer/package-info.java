/// The classifier's work in a Spring Boot service with Spring Kafka's `@RetryableTopic`: the same claim, the same body,
/// a prompt of the same size, the same LLM and the same store. It checks no evidence and publishes nothing, so it does
/// less than the classifier.
@NullMarked
package dev.rolecall.springconsumer;

import org.jspecify.annotations.NullMarked;
