package dev.rolecall.topics;

import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.rolecall.contract.Topics;
import io.micrometer.core.instrument.config.MeterFilter;

/// Keeps one of the two series that Kafka's client has for each topic with a dot in its name. The one with an underscore is
/// deprecated, and sums over topics would count everything twice
/// (https://cwiki.apache.org/confluence/display/KAFKA/KIP-1109%3A+Unifying+Kafka+Consumer+Topic+Metrics).
class TopicMetrics {
    private static final Set<String> DEPRECATED = Topics.ALL.stream()
            .filter(topic -> topic.contains("."))
            .map(topic -> topic.replace('.', '_'))
            .collect(Collectors.toUnmodifiableSet());

    @Produces
    @Singleton
    MeterFilter oneSeriesForEachTopic() {
        return MeterFilter.deny(id -> {
            var topic = id.getTag("topic");
            return topic != null && DEPRECATED.contains(topic);
        });
    }
}
