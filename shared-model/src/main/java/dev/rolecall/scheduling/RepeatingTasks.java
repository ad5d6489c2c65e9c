package dev.rolecall.scheduling;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.mutiny.Uni;

/// Runs tasks at a fixed interval while the application runs. A task never runs twice at once, and a failure is logged
/// and does not stop the next run.
@ApplicationScoped
public class RepeatingTasks {
    private final Scheduler scheduler;
    private final FailureLog failures;

    RepeatingTasks(Scheduler scheduler, FailureLog failures) {
        this.scheduler = scheduler;
        this.failures = failures;
    }

    /// @param seconds between the starts of two runs
    /// @param name what the task does, as a verb phrase: "Failed to {name}; retrying in {seconds} s: …"
    public void every(int seconds, String name, Supplier<Uni<Void>> task) {
        scheduler.newJob(name)
                .setInterval(seconds + "s")
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setSkipPredicate(ApplicationNotRunning.class)
                .setAsyncTask(_ -> run(seconds, name, task))
                .schedule();
    }

    private Uni<Void> run(int seconds, String name, Supplier<Uni<Void>> task) {
        return Uni.createFrom().<Void>deferred(task::get)
                .onFailure().invoke(failure -> failures.failed(name, seconds, failure))
                .onFailure().recoverWithNull();
    }
}
