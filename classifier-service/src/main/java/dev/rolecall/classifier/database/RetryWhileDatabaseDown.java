package dev.rolecall.classifier.database;

import java.time.Duration;
import java.util.function.Supplier;

import dev.rolecall.classifier.progress.Work;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Retries a statement for as long as PostgreSQL is unavailable. A job that cannot be claimed or settled keeps its
/// place in flight, so consumption stops by itself and no attempt is spent.
///
/// Only for statements that may be executed twice: each is conditional or fenced by a claim.
public final class RetryWhileDatabaseDown {
    private static final Logger LOG = Logger.getLogger(RetryWhileDatabaseDown.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration MAX_DELAY = Duration.ofSeconds(3);

    private RetryWhileDatabaseDown() {}

    /// @param what the statement does, as a verb phrase for the log
    public static <T> Uni<T> retry(String what, Supplier<Uni<T>> statement) {
        return Uni.createFrom().deferred(() -> tries(what, Work.current(), statement));
    }

    /// Every try runs on the job's own Vert.x context.
    private static <T> Uni<T> tries(String what, Work work, Supplier<Uni<T>> statement) {
        return Uni.createFrom().deferred(statement::get)
                .onItemOrFailure().invoke((_, failure) -> ended(work, failure))
                .runSubscriptionOn(Work.currentContext())
                .onFailure(RetryWhileDatabaseDown::isTemporary)
                .invoke(failure -> LOG.warnf("Failed to %s; retrying until PostgreSQL answers: %s", what, failure))
                .onFailure(RetryWhileDatabaseDown::isTemporary)
                .retry().withBackOff(FIRST_DELAY, MAX_DELAY).indefinitely();
    }

    private static void ended(Work work, @Nullable Throwable failure) {
        if (failure == null) {
            work.tried();
        } else {
            work.triedInVain();
        }
    }

    /// SQLSTATE classes 22 (data exception) and 23 (constraint violation) are about the values and never pass.
    /// Everything else is a state of the server that ends.
    private static boolean isTemporary(Throwable failure) {
        return !(failure instanceof PgException refused && refused.getSqlState() != null
                && refused.getSqlState().matches("(22|23).*"));
    }
}
