package dev.rolecall.classifier.classification;

import java.util.concurrent.Executor;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/// Where work is done that keeps a core busy: reading bodies and checking answers. As many threads as there are cores, and
/// one more: with as many threads as jobs, jobs that arrive together are all worked on at once and all done late; one
/// after the other, the first goes its way when the last begins.
///
/// They are Vert.x' own, so that the job's context, which its trace goes with, is there as on an event loop.
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
