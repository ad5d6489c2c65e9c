package dev.rolecall.classifier.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Stops before the bill does. What a call will about take is reserved before it and corrected after it, in one row a
/// day: the limits hold for all pods together. A pod that dies in between leaves its reservations counted as spent, and a
/// statement whose answer was lost with its connection is made, and counted, twice.
@ApplicationScoped
public class Budget {
    private final Pool pool;
    private final BudgetConfig config;

    Budget(Pool pool, BudgetConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /// @param tokens input and output together
    public record Amount(long tokens, BigDecimal usd) {
        public static final Amount NONE = new Amount(0, BigDecimal.ZERO);
    }

    /// What came of asking for an amount.
    public sealed interface Reservation {}

    /// It may be spent.
    ///
    /// @param day that it is counted in, by the database's clock; null where nothing is limited
    /// @param minute the same
    public record Reserved(Amount amount, @Nullable LocalDate day, @Nullable OffsetDateTime minute)
            implements
                Reservation {}

    /// Not now.
    ///
    /// @param code `token-budget` or `spend-limit`
    /// @param after when there is something to spend again
    public record Refused(String code, Duration after) implements Reservation {}

    public Uni<Reservation> reserve(Amount wanted) {
        if (config.tokensPerMinute().isEmpty() && config.usdPerDay().isEmpty()) {
            return Uni.createFrom().item(new Reserved(wanted, null, null));
        }
        var limit = config.tokensPerMinute().isPresent() ? (Long) config.tokensPerMinute().getAsLong() : null;
        var values = Tuple.of(wanted.tokens(), wanted.usd(), limit, config.usdPerDay().orElse(null));
        return RetryWhileDatabaseDown.with("a reservation", () -> pool.preparedQuery("""
                SELECT * FROM reserve_model_usage($1::bigint, $2::numeric, $3::bigint, $4::numeric)""")
                .execute(values)
                .map(rows -> read(rows.iterator().next(), wanted)));
    }

    private static Reservation read(Row row, Amount wanted) {
        var refused = row.getString("refused");
        return refused == null
                ? new Reserved(wanted, row.getLocalDate("counted_in"), row.getOffsetDateTime("counted_at"))
                : new Refused(refused, Duration.ofMillis((long) (1000 * row.getDouble("wait")) + 1));
    }

    /// Corrects a reservation by what it has really come to.
    public Uni<Void> settle(Reserved reserved, Amount spent) {
        if (reserved.day() == null) {
            return Uni.createFrom().voidItem();
        }
        var values = Tuple.of(reserved.day(), spent.tokens() - reserved.amount().tokens(),
                spent.usd().subtract(reserved.amount().usd()), reserved.minute());
        return RetryWhileDatabaseDown.with("what a call took", () -> pool.preparedQuery("""
                UPDATE model_usage SET tokens = tokens + $2, usd = usd + $3::numeric,
                    minute_tokens = minute_tokens + CASE WHEN minute = $4 THEN $2 ELSE 0 END
                WHERE day = $1""")
                .execute(values))
                .replaceWithVoid();
    }
}
