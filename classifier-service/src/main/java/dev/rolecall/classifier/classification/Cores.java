package dev.rolecall.classifier.classification;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/// Where work is done that keeps a core busy: reading bodies and checking answers. As many threads as there are cores, and
/// one more: with as many threads as jobs, jobs that arrive together are all worked on at once and all done late; one
/// after the other, the first goes its way when the last begins.
@ApplicationScoped
class Cores implements Executor {
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors() + 1, Thread.ofPlatform().name("core-", 1).daemon().factory());

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
