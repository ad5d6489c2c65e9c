package dev.rolecall.classifier.progress;

import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

/// The work that this pod has in flight. A pod is alive if each piece of it goes on, however many others do: one that
/// hangs among sixty is found.
@ApplicationScoped
public class Progress {
    private final LongSupplier nanos;
    private final Set<Work> inFlight = ConcurrentHashMap.newKeySet();

    public Progress() {
        this(System::nanoTime);
    }

    Progress(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Tracks a piece of work until it ends. Whatever runs on its Vert.x context finds it as [Work#current].
    public <T> Uni<T> track(Uni<T> uni) {
        return Uni.createFrom().deferred(() -> {
            var work = new Work(nanos);
            inFlight.add(work);
            work.makeCurrent();
            return uni.onTermination().invoke(() -> inFlight.remove(work));
        });
    }

    /// How long the piece of work that has been silent the longest has ended no try; zero if there is none.
    public Duration longestSilence() {
        return inFlight.stream().map(Work::silence).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }
}
