package dev.rolecall.springconsumer;

import org.springframework.context.annotation.Profile;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.stereotype.Component;

/// As in the guide: a method that returns when the job is done, with one thread per partition.
@Profile("guide")
@Component
class GuideListener {
    private final ClassifyJob classify;

    GuideListener(ClassifyJob classify) {
        this.classify = classify;
    }

    @RetryableTopic(attempts = "5", backOff = @BackOff(delay = 5000, multiplier = 5), autoCreateTopics = "true")
    @KafkaListener(topics = "transcript-ready", concurrency = "12")
    void ready(String event) {
        classify.classify(event);
    }
}
