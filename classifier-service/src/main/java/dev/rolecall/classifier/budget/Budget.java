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

/// Limits what the LLM may cost. An estimate is reserved before each call and corrected after it, in one row per day,
/// so the limits hold for all pods together. If a pod dies in between, its reservations stay counted as spent. A
/// statement whose response was lost with its connection is repeated and counted twice.
@ApplicationScoped
public class Budget {
    private final Pool pool;
    private final BudgetConfig config;

    Budget(Pool pool, BudgetConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /// @param tokens sum of input and output
    public record Amount(long tokens, BigDecimal usd) {
        public static final Amount NONE = new Amount(0, BigDecimal.ZERO);
    }

    /// The answer to a reservation.
    public sealed interface Reservation {}

    /// The amount may be spent.
    ///
    /// @param day the day it is counted in, by the database's clock; null if there is no limit
    /// @param minute the minute it is counted in; null if there is no limit
    public record Reserved(Amount amount, @Nullable LocalDate day, @Nullable OffsetDateTime minute)
            implements
                Reservation {}

    /// The limit is reached.
    ///
    /// @param code `token-budget` or `spend-limit`
    /// @param after how long until the limit starts over
    public record Refused(String code, Duration after) implements Reservation {}

    /// Whether there is a limit in US dollars.
    public boolean isSpendLimited() {
        return config.usdPerDay().isPresent();
    }

    public Uni<Reservation> reserve(Amount wanted) {
        if (config.tokensPerMinute().isEmpty() && config.usdPerDay().isEmpty()) {
            return Uni.createFrom().item(new Reserved(wanted, null, null));
        }
        var limit = config.tokensPerMinute().isPresent() ? (Long) config.tokensPerMinute().getAsLong() : null;
        var values = Tuple.of(wanted.tokens(), wanted.usd(), limit, config.usdPerDay().orElse(null));
        return RetryWhileDatabaseDown.retry("reserve a budget", () -> pool.preparedQuery("""
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

    /// Replaces a reservation by what was spent.
    public Uni<Void> settle(Reserved reserved, Amount spent) {
        if (reserved.day() == null) {
            return Uni.createFrom().voidItem();
        }
        var values = Tuple.of(reserved.day(), spent.tokens() - reserved.amount().tokens(),
                spent.usd().subtract(reserved.amount().usd()), reserved.minute());
        return RetryWhileDatabaseDown.retry("correct a reservation", () -> pool.preparedQuery("""
                UPDATE model_usage SET tokens = tokens + $2, usd = usd + $3::numeric,
                    minute_tokens = minute_tokens + CASE WHEN minute = $4 THEN $2 ELSE 0 END
                WHERE day = $1""")
                .execute(values))
                .replaceWithVoid();
    }
}
