package dev.rolecall.classifier.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Progress progress = new Progress(nanos::get);
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void seesTheOneJobThatHangsAmongOthers() {
        var jobs = new Context[]{begin(), begin(), begin()};

        pass(MINUTE);
        on(jobs[0], () -> tried());
        on(jobs[2], () -> tried());

        assertThat(progress.longestSilence()).isEqualTo(MINUTE);
        on(jobs[1], () -> tried());
        assertThat(progress.longestSilence()).isZero();
    }

    @Test
    void takesNoTimeThatPassesForASignOfLife() {
        begin();

        pass(MINUTE);
        pass(MINUTE);

        assertThat(progress.longestSilence()).isEqualTo(MINUTE.plus(MINUTE));
    }

    @Test
    void forgetsAJobThatHasEnded() {
        var end = new CompletableFuture<Void>();
        on(context(), () -> progress.track(Uni.createFrom().completionStage(end)).subscribe().with(_ -> {}));
        pass(MINUTE);

        end.complete(null);

        assertThat(progress.longestSilence()).isZero();
    }

    @Test
    void ajobThatWaitsForOthersIsNotSilentAndBeginsAnewAfterwards() {
        var job = begin();
        var others = new CompletableFuture<UniEmitter<? super Void>>();
        var work = on(job, Work::current);
        var went = new CompletableFuture<Work>();
        on(job, () -> work.waiting(Uni.createFrom().<Void>emitter(others::complete))
                .subscribe()
                .with(_ -> went.complete(Work.current())));

        pass(MINUTE);
        assertThat(progress.longestSilence()).isZero();
        others.join().complete(null);

        assertThat(went.join()).as("goes on on its own context").isSameAs(work);
        pass(MINUTE);
        assertThat(progress.longestSilence()).isEqualTo(MINUTE);
        assertThat(work.age()).isEqualTo(MINUTE);
    }

    @Test
    void everyTryThatPostgreSqlDoesNotAnswerIsASignOfLife() {
        var job = begin();
        var tries = new AtomicLong();
        var ended = new CompletableFuture<Duration>();
        pass(MINUTE);

        on(job, () -> RetryWhileDatabaseDown.retry("test",
                () -> tries.incrementAndGet() < 2
                        ? Uni.createFrom().failure(new IllegalStateException("away"))
                        : Uni.createFrom().<Void>emitter(_ -> ended.complete(progress.longestSilence())))
                .subscribe().with(_ -> {}));

        assertThat(ended.join()).isZero();
    }

    /// A job that never ends by itself.
    private Context begin() {
        var context = context();
        on(context, () -> progress.track(Uni.createFrom().nothing()).subscribe().with(_ -> {}));
        return context;
    }

    private static Void tried() {
        Work.current().tried();
        return null;
    }

    private Context context() {
        return VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    }

    private static <T> T on(Context context, Supplier<T> work) {
        var done = new CompletableFuture<T>();
        context.runOnContext(_ -> done.complete(work.get()));
        return done.join();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
