package dev.rolecall.springconsumer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.stereotype.Component;

/// Tuned: the method returns at once, and each job has a virtual thread, as many at once as in the classifier.
@Profile("tuned")
@Component
class TunedListener {
    private final ClassifyJob classify;
    private final Semaphore room;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    TunedListener(ClassifyJob classify, @Value("${consumer.in-flight}") int inFlight) {
        this.classify = classify;
        this.room = new Semaphore(inFlight);
    }

    @RetryableTopic(attempts = "5", backOff = @BackOff(delay = 5000, multiplier = 5), autoCreateTopics = "true")
    @KafkaListener(topics = "transcript-ready", concurrency = "12")
    CompletableFuture<Void> ready(String event) {
        return CompletableFuture.runAsync(() -> inside(event), threads);
    }

    private void inside(String event) {
        room.acquireUninterruptibly();
        try {
            classify.classify(event);
        } finally {
            room.release();
        }
    }
}
