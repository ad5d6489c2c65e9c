package dev.rolecall.classifier.database;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;

/// Waits for PostgreSQL, however long it is away: a job that cannot be claimed or concluded holds its place, so
/// consumption stops by itself, and nobody's attempts are spent.
///
/// Only for statements that may be made twice: each is conditional or fenced by a claim.
public final class RetryWhileDatabaseDown {
    private static final Logger LOG = Logger.getLogger(RetryWhileDatabaseDown.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private RetryWhileDatabaseDown() {}

    public static <T> Uni<T> with(String what, Supplier<Uni<T>> statement) {
        return Uni.createFrom().deferred(statement::get)
                .runSubscriptionOn(here())
                .onFailure(RetryWhileDatabaseDown::mayPass)
                .invoke(failure -> LOG.warnf("%s waits for PostgreSQL: %s", what, failure))
                .onFailure(RetryWhileDatabaseDown::mayPass).retry().withBackOff(FIRST, LONGEST).indefinitely();
    }

    /// Every try is made where the first one is: on the job's own Vert.x context, which its trace goes with.
    private static Executor here() {
        var context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
    }

    /// SQLSTATE classes 22 and 23 are about the values: no waiting mends those. Everything else somebody will mend.
    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof PgException refused && refused.getSqlState() != null
                && refused.getSqlState().matches("(22|23).*"));
    }
}
