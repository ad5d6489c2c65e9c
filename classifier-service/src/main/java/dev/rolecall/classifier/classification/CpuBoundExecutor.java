package dev.rolecall.classifier.classification;

import java.util.concurrent.Executor;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/// Runs CPU-bound work: parsing bodies and checking answers. It has one thread more than there are cores. With one
/// thread per job, jobs that arrive together would all run at once and all finish late; in a queue, the first finishes
/// while the last waits (docs/decisions/0018).
///
/// The threads are Vert.x worker threads, which keep the job's context and with it its trace.
@ApplicationScoped
class CpuBoundExecutor implements Executor {
    private final WorkerExecutor threads;

    CpuBoundExecutor(Vertx vertx) {
        threads = vertx.createSharedWorkerExecutor("core", Runtime.getRuntime().availableProcessors() + 1);
    }

    @Override
    public void execute(Runnable work) {
        var _ = threads.executeBlocking(() -> {
            work.run();
            return null;
        }, false);
    }

    @PreDestroy
    void stop() {
        var _ = threads.close();
    }
}
