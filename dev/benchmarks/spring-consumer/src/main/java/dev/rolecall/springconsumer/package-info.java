/// What a Spring Boot service with Spring Kafka's `@RetryableTopic` does with the classifier's work: the same claim, the
/// same body, a prompt of the same size, the same model and the same store. It checks no evidence and publishes nothing,
/// which is less than the classifier does.
@NullMarked
package dev.rolecall.springconsumer;

import org.jspecify.annotations.NullMarked;
