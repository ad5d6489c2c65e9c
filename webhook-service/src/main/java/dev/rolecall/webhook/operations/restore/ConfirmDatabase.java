package dev.rolecall.webhook.operations.restore;

import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.scheduling.RepeatingTasks;
import dev.rolecall.webhook.door.ServeConfig;
import dev.rolecall.webhook.lease.PodLease;
import dev.rolecall.webhook.operations.restore.DatabaseIdentity.State;
import dev.rolecall.webhook.operations.restore.ErasureLedger.Batch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds out whether the database was restored from a backup, and brings it up to date if so, in one pod among all.
///
/// A database that is not the one that was confirmed is compared with the ledger in Kafka. If Kafka remembers nothing beyond it,
/// a standby has taken over, and it is confirmed. Otherwise it is older: what was erased since is erased again, and claims are
/// raised. If Kafka cannot tell, an operator must.
@ApplicationScoped
class ConfirmDatabase {
    private static final Logger LOG = Logger.getLogger(ConfirmDatabase.class);
    private static final String LEASE = "database identity";
    private static final int SECONDS_BETWEEN_COMPARISONS = 10;

    private final PodLease lease;
    private final DatabaseIdentity identity;
    private final ErasureLedger ledger;
    private int runs;
    private volatile boolean isServed = true;

    ConfirmDatabase(PodLease lease, DatabaseIdentity identity, ErasureLedger ledger, MeterRegistry metrics) {
        Gauge.builder("rolecall.database.unconfirmed", () -> isServed ? 0 : 1)
                .description("1 while the database was restored and is not up to date, in the pod that looks")
                .register(metrics);
        this.lease = lease;
        this.identity = identity;
        this.ledger = ledger;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks, ServeConfig serve) {
        if (serve.isApi()) {
            tasks.every(1, "confirm that the database is not older than Kafka remembers it", this::run);
        }
    }

    private Uni<Void> run() {
        return lease.hold(LEASE)
                .chain(isHeld -> isHeld
                        ? identity.state().chain(this::look).onFailure().call(this::giveUp)
                        : stopLooking())
                // a database that has been away is compared as soon as it is back
                .onFailure().invoke(() -> runs = 0);
    }

    private Uni<Void> stopLooking() {
        isServed = true;
        return onWorker(ledger::close);
    }

    private Uni<Void> giveUp() {
        return onWorker(ledger::close).chain(() -> lease.giveUp(LEASE));
    }

    private Uni<Void> look(State state) {
        isServed = state.isConfirmed();
        var isTurn = runs++ % SECONDS_BETWEEN_COMPARISONS == 0;
        if (state.isConfirmed()) {
            // now and then: a copy of its files in place does not make a database another
            // one
            return isTurn ? compare(state) : Uni.createFrom().voidItem();
        }
        return isTurn || state.reason() == null ? decide(state) : Uni.createFrom().voidItem();
    }

    /// What was read of the ledger.
    ///
    /// @param mark the highest; 0 if there is none
    /// @param unknown number of hashes that the database does or did not know
    private record Read(long mark, long unknown) {
        private static final Read NOTHING = new Read(0, 0);

        private Read plus(Batch batch, long more) {
            return new Read(Math.max(mark, batch.mark()), unknown + more);
        }
    }

    private Uni<Void> compare(State state) {
        return readOn(Read.NOTHING, batch -> identity.unknown(batch.hashes())
                .call(() -> batch.topicId().equals(state.topicId())
                        ? Uni.createFrom().voidItem()
                        : identity.writeLedgerTo(batch.topicId())))
                // the mark of now: Kafka's was read before
                .chain(read -> identity.state().chain(now -> now.mark() < read.mark() || read.unknown() > 0
                        ? identity.refuse("It is older than Kafka remembers it.")
                        : note()));
    }

    private Uni<Void> note() {
        return identity.raiseMark().chain(mark -> mark == 0
                ? Uni.createFrom().voidItem()
                : onWorker(() -> ledger.note(mark)));
    }

    private Uni<Void> decide(State state) {
        return onWorker(ledger::rewind)
                .chain(() -> readOn(Read.NOTHING, batch -> identity.addToLedger(batch.hashes()).map(Long::valueOf)))
                .map(read -> judged(state, read))
                .onFailure(ConfirmDatabase::isKafkas)
                .recoverWithItem(failure -> state.askedAt() == null
                        ? new Verdict.Unknown("Kafka does not tell whether it is older: " + failure.getMessage())
                        : new Verdict.Older(Read.NOTHING))
                .chain(verdict -> act(state, verdict));
    }

    /// What the ledger says of the database.
    private sealed interface Verdict {
        /// Kafka remembers nothing beyond it.
        record Current(Read read) implements Verdict {}

        /// Kafka does, or an operator says so.
        record Older(Read read) implements Verdict {}

        /// Kafka cannot tell.
        record Unknown(String reason) implements Verdict {}
    }

    private static Verdict judged(State state, Read read) {
        if (state.askedAt() != null || state.mark() < read.mark() || read.unknown() > 0) {
            return new Verdict.Older(read);
        }
        return read.mark() == 0 && state.mark() > 0
                ? new Verdict.Unknown("Kafka has lost what it remembered of the database, or is a new one.")
                : new Verdict.Current(read);
    }

    private Uni<Void> act(State state, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Current(var read) -> identity.confirm(read.mark());
            case Verdict.Older(var read) -> bringUpToDate(read).onFailure()
                    .call(failure -> identity
                            .refuse("It could not be brought up to date, which is tried again: " + failure));
            case Verdict.Unknown(var reason) -> refuse(state, reason);
        };
    }

    private Uni<Void> refuse(State state, String reason) {
        if (reason.equals(state.reason())) {
            return Uni.createFrom().voidItem();
        }
        LOG.errorf(
                "The database was restored from a backup, or a standby has taken over. %s Nothing is labelled or served until `./rolecall after-restore` has brought it up to date.",
                reason);
        return identity.refuse(reason);
    }

    private Uni<Void> bringUpToDate(Read read) {
        return identity.bringUpToDate(this::keepLease)
                .call(done -> identity.audit("restore-healed",
                        "%d erased, %d claims raised".formatted(done.erased(), done.raised())))
                .chain(done -> identity.confirm(read.mark()).invoke(() -> LOG.warnf(
                        "The database was restored from a backup, and is up to date: %d transcripts are erased again, and the claims of %d jobs raised",
                        done.erased(), done.raised())));
    }

    /// Another pod must not do the same at once: what it raises after the database is confirmed would fence out good results.
    private Uni<Void> keepLease() {
        return lease.hold(LEASE).invoke(isHeld -> {
            if (!isHeld) {
                throw new IllegalStateException("another pod does it");
            }
        }).replaceWithVoid();
    }

    /// Reads to the end of the ledger.
    private Uni<Read> readOn(Read before, Function<Batch, Uni<Long>> unknown) {
        return onWorker(ledger::next)
                .chain(batch -> unknown.apply(batch)
                        .map(more -> before.plus(batch, more))
                        .chain(read -> batch.isLast() ? Uni.createFrom().item(read) : readOn(read, unknown)));
    }

    private static boolean isKafkas(Throwable failure) {
        return failure instanceof KafkaException || failure instanceof IllegalStateException;
    }

    private static Uni<Void> onWorker(Runnable blocking) {
        return onWorker(() -> {
            blocking.run();
            return null;
        });
    }

    private static <T> Uni<T> onWorker(Supplier<@Nullable T> blocking) {
        return Uni.createFrom().item(blocking).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
