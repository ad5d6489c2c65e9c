package dev.rolecall.classifier.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
    private final Map<String, BigDecimal> usdPerDayByTag;

    Budget(Pool pool, BudgetConfig config) {
        this.pool = pool;
        this.config = config;
        this.usdPerDayByTag = config.usdPerDayByTag()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(limit -> key(limit.getKey()), Map.Entry::getValue));
    }

    /// @param tokens sum of input and output
    public record Amount(long tokens, BigDecimal usd) {
        public static final Amount NONE = new Amount(0, BigDecimal.ZERO);
    }

    /// The answer to a reservation.
    public sealed interface Reservation {}

    /// The amount may be spent.
    ///
    /// @param tags whose limits it is counted in too
    /// @param day the day it is counted in, by the database's clock; null if there is no limit
    /// @param minute the minute it is counted in; null if there is no limit
    public record Reserved(Amount amount, List<String> tags, @Nullable LocalDate day, @Nullable OffsetDateTime minute)
            implements
                Reservation {}

    /// The limit is reached.
    ///
    /// @param code `token-budget`, `spend-limit` or `tag-spend-limit`
    /// @param tag whose limit it is; null if it is that of all transcripts
    /// @param after how long until the limit starts over
    public record Refused(String code, @Nullable String tag, Duration after) implements Reservation {}

    /// Tags differ in more than case, as the names of environment variables do.
    private static String key(String tag) {
        return tag.toLowerCase(Locale.ROOT);
    }

    /// Whether there is a limit in US dollars.
    public boolean isSpendLimited() {
        return config.usdPerDay().isPresent() || !config.usdPerDayByTag().isEmpty();
    }

    /// @param tags of the transcript
    public Uni<Reservation> reserve(Amount wanted, Set<String> tags) {
        var limited = tags.stream().map(Budget::key).filter(usdPerDayByTag::containsKey).distinct().sorted().toList();
        if (config.tokensPerMinute().isEmpty() && config.usdPerDay().isEmpty() && limited.isEmpty()) {
            return Uni.createFrom().item(new Reserved(wanted, limited, null, null));
        }
        var limit = config.tokensPerMinute().isPresent() ? (Long) config.tokensPerMinute().getAsLong() : null;
        var values = Tuple.of(wanted.tokens(), wanted.usd(), limit, config.usdPerDay().orElse(null),
                limited.toArray(String[]::new),
                limited.stream().map(usdPerDayByTag::get).toArray(Object[]::new));
        return RetryWhileDatabaseDown.retry("reserve a budget", () -> pool.preparedQuery("""
                SELECT * FROM reserve_model_usage($1::bigint, $2::numeric, $3::bigint, $4::numeric, $5::text[],
                    $6::numeric[])""")
                .execute(values)
                .map(rows -> read(rows.iterator().next(), wanted, limited)));
    }

    private static Reservation read(Row row, Amount wanted, List<String> tags) {
        var refused = row.getString("refused");
        return refused == null
                ? new Reserved(wanted, tags, row.getLocalDate("counted_in"), row.getOffsetDateTime("counted_at"))
                : new Refused(refused, row.getString("refused_tag"),
                        Duration.ofMillis((long) (1000 * row.getDouble("wait")) + 1));
    }

    /// Replaces a reservation by what was spent.
    public Uni<Void> settle(Reserved reserved, Amount spent) {
        if (reserved.day() == null) {
            return Uni.createFrom().voidItem();
        }
        var values = Tuple.of(reserved.day(), spent.tokens() - reserved.amount().tokens(),
                spent.usd().subtract(reserved.amount().usd()), reserved.minute(),
                reserved.tags().toArray(String[]::new));
        return RetryWhileDatabaseDown.retry("correct a reservation", () -> pool.preparedQuery("""
                WITH counted AS (
                    UPDATE model_usage SET tokens = tokens + $2, usd = usd + $3::numeric,
                        minute_tokens = minute_tokens + CASE WHEN minute = $4 THEN $2 ELSE 0 END
                    WHERE day = $1
                    RETURNING day
                )
                UPDATE model_usage_by_tag AS used SET usd = used.usd + $3::numeric FROM counted
                WHERE used.day = counted.day AND used.tag = ANY($5)""")
                .execute(values))
                .replaceWithVoid();
    }
}
