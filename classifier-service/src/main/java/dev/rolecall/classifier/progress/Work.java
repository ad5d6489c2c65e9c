package dev.rolecall.classifier.progress;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/// One piece of work: an attempt at a job, mostly. It consists of tries, each of which is bounded by a timeout: a
/// statement, an LLM call. The end of a try is a sign of life; time that passes is none.
///
/// While it waits for other work of this pod, that work is what has to go on.
public final class Work {
    private static final Object KEY = Work.class;
    /// For code that runs outside tracked work. Health checks ignore it.
    private static final Work UNTRACKED = new Work(System::nanoTime);

    private final LongSupplier nanos;
    private volatile long began;
    private volatile long lastEnd;
    private volatile boolean isWaiting;

    Work(LongSupplier nanos) {
        this.nanos = nanos;
        begin();
    }

    /// The work of the current Vert.x context. Must be asked for there: a timeout, for one, ends a try on another thread.
    public static Work current() {
        var context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context)
                && context.getLocal(KEY) instanceof Work work ? work : UNTRACKED;
    }

    void makeCurrent() {
        var context = Vertx.currentContext();
        if (context != null && VertxContext.isDuplicatedContext(context)) {
            context.putLocal(KEY, this);
        }
    }

    /// A bounded try has ended, well or badly.
    public void tried() {
        lastEnd = nanos.getAsLong();
    }

    /// A try has ended that is repeated for as long as it takes: the work begins anew with the next.
    public void triedInVain() {
        begin();
    }

    /// Waits for other work of this pod, and begins anew after it, on the Vert.x context that it has now.
    public <T> Uni<T> waiting(Uni<T> forOthers) {
        return Uni.createFrom().deferred(() -> {
            isWaiting = true;
            return forOthers.emitOn(currentContext()).onTermination().invoke(() -> {
                begin();
                isWaiting = false;
            });
        });
    }

    /// Runs on the current Vert.x context, if there is one: a job's own has its trace and its work.
    public static Executor currentContext() {
        var context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
    }

    private void begin() {
        began = nanos.getAsLong();
        lastEnd = began;
    }

    /// Since the last try has ended.
    Duration silence() {
        return isWaiting ? Duration.ZERO : since(lastEnd);
    }

    /// Since the work began, or began anew.
    public Duration age() {
        return isWaiting ? Duration.ZERO : since(began);
    }

    private Duration since(long then) {
        return Duration.ofNanos(nanos.getAsLong() - then);
    }
}
