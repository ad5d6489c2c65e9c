package dev.rolecall.webhook.operations.reconcile;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.lease.PodLease;
import dev.rolecall.webhook.operations.positions.Positions;
import dev.rolecall.webhook.operations.positions.ReadPositions;
import dev.rolecall.webhook.operations.reconcile.Candidates.Handled;
import dev.rolecall.webhook.operations.reconcile.Candidates.Round;
import dev.rolecall.webhook.operations.stuck.Look;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/// Queues jobs again that are stuck, in one pod among all. PostgreSQL cannot see what waits in Kafka: a job without an event in
/// the outbox is a candidate, and is stuck if nothing about it has changed when all groups have settled what Kafka had after it
/// was found. Queueing a job that was not stuck is harmless, because it is claimed once.
///
/// While Kafka is away or consumption is paused, candidates are only noted.
@ApplicationScoped
class Reconcile {
    private static final Logger LOG = Logger.getLogger(Reconcile.class);

    private final PodLease lease;
    private final ReadPositions read;
    private final Candidates candidates;
    private final LookedAt looks;
    private final ReconcilerConfig config;
    private final Clock clock;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private final Counter queued;

    Reconcile(PodLease lease, ReadPositions read, Candidates candidates, LookedAt looks, ReconcilerConfig config,
            Clock clock, MeterRegistry metrics) {
        this.lease = lease;
        this.read = read;
        this.candidates = candidates;
        this.looks = looks;
        this.config = config;
        this.clock = clock;
        this.queued = Counter.builder("rolecall.reconciler.queued")
                .description(
                        "Jobs that were stuck and have been queued again, and dead letters that were written again")
                .register(metrics);
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every((int) config.interval().toSeconds(), "look for jobs that are stuck",
                    this::lookInOnePod);
        }
    }

    /// Looks, unless another pod does, or this one does already.
    Uni<Void> lookInOnePod() {
        return isLooking.compareAndSet(false, true)
                ? lease.ifHeld(Look.NAME, this::look).onTermination().invoke(() -> isLooking.set(false))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> look() {
        return candidates.forgetChanged()
                .chain(candidates::find)
                .chain(looks::pause)
                .chain(paused -> paused.isEmpty()
                        ? lookIntoKafka()
                        : candidates.forgetEnds().chain(() -> looks.saw(Look.only(paused.get()))));
    }

    private Uni<Void> lookIntoKafka() {
        return Uni.createFrom()
                .item(read::now)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(now -> (Object) now)
                .onFailure(IllegalStateException.class)
                .recoverWithItem(failure -> Look.only("Kafka does not answer: " + failure.getMessage()))
                .chain(seen -> seen instanceof Positions now
                        ? decideAll(now)
                        : looks.saw((Look) seen));
    }

    private Uni<Void> decideAll(Positions now) {
        return candidates.rounds()
                .chain(rounds -> Multi.createFrom()
                        .iterable(rounds)
                        .onItem()
                        .transformToUniAndConcatenate(round -> decide(round, now))
                        .collect()
                        .last()
                        .chain(() -> candidates.ends(now))
                        .chain(() -> looks.saw(Look.waitingFor(blocked(rounds, now)))));
    }

    /// Partitions in which nothing has been settled for longer than a tier may hold a record.
    private List<Look.Partition> blocked(List<Round> rounds, Positions now) {
        var noted = Instant.now(clock).minus(config.patience());
        return rounds.stream()
                .filter(round -> round.positions().at().isBefore(noted))
                .flatMap(round -> round.positions().notPassed(now).stream())
                .map(it -> new Look.Partition(it.topic(), it.partition(), it.committed(), it.end()))
                .distinct()
                .toList();
    }

    private Uni<Void> decide(Round round, Positions now) {
        return switch (round.positions().since(now)) {
            case WAITING -> Uni.createFrom().voidItem();
            case STARTED_OVER -> candidates.startOver(round);
            case PASSED -> putRight(round);
        };
    }

    private Uni<Void> putRight(Round round) {
        return Multi.createFrom()
                .items(Stream.of(false, true)
                        .flatMap(shadow -> Stream.of(all(round, shadow, false), all(round, shadow, true))))
                .onItem()
                .transformToUniAndConcatenate(each -> each)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> all(Round round, boolean shadow, boolean failed) {
        return Uni.createFrom()
                .deferred(() -> candidates.next(round, shadow, failed))
                .onItem()
                .call(handled -> tell(handled, failed))
                .repeat()
                .until(handled -> handled.looked() == 0)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> tell(Handled handled, boolean failed) {
        if (handled.done() == 0) {
            return Uni.createFrom().voidItem();
        }
        queued.increment(handled.done());
        LOG.infof(failed ? "Wrote %d dead letters again that were lost" : "Queued %d jobs again that were stuck",
                handled.done());
        return looks.audit(failed ? "dead-letters-written-again" : "stuck-jobs-queued", handled.done());
    }
}
