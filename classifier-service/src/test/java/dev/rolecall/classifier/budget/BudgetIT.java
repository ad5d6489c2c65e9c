package dev.rolecall.classifier.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import dev.rolecall.classifier.RealServers;
import dev.rolecall.classifier.budget.Budget.Amount;
import dev.rolecall.classifier.budget.Budget.Refused;
import dev.rolecall.classifier.budget.Budget.Reservation;
import dev.rolecall.classifier.budget.Budget.Reserved;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class BudgetIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @BeforeEach
    void spendNothing() {
        pool.query("UPDATE model_usage SET tokens = 0, usd = 0, minute_tokens = 0").execute().await().atMost(SOON);
        pool.query("UPDATE model_usage_by_tag SET usd = 0").execute().await().atMost(SOON);
    }

    @Test
    void looksNothingUpWithoutALimit() {
        assertThat(reserve(budget(null, null), 1_000_000, "1000"))
                .isInstanceOfSatisfying(Reserved.class, reserved -> assertThat(reserved.day()).isNull());
    }

    @Test
    void stopsAtTheDaysLimitAcrossPodsHoweverManyAskAtOnce() {
        var pods = IntStream.range(0, 4).mapToObj(_ -> budget(null, "1.00")).toList();

        var answers = Uni.join()
                .all(IntStream.range(0, 60)
                        .mapToObj(i -> pods.get(i % 4).reserve(new Amount(10, new BigDecimal("0.03")), Set.of()))
                        .toList())
                .andCollectFailures()
                .await()
                .atMost(SOON);

        assertThat(answers).filteredOn(Reserved.class::isInstance).hasSize(33);
        assertThat(answers).filteredOn(Refused.class::isInstance)
                .allSatisfy(refused -> assertThat(((Refused) refused).code()).isEqualTo("spend-limit"));
        assertThat(((Refused) reserve(pods.getFirst(), 10, "0.03")).after()).isBetween(Duration.ofMillis(1),
                Duration.ofDays(1));
    }

    @Test
    void stopsAtTheMinutesTokensUntilTheNextMinute() {
        var budget = budget(1000L, null);

        // the clock may turn to the next minute once between two of these
        var answers = IntStream.range(0, 5).mapToObj(_ -> reserve(budget, 600, "0")).toList();

        assertThat(answers).filteredOn(Reserved.class::isInstance).hasSizeBetween(1, 2);
        assertThat(answers).filteredOn(Refused.class::isInstance).allSatisfy(refused -> {
            assertThat(((Refused) refused).code()).isEqualTo("token-budget");
            assertThat(((Refused) refused).after()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(61));
        });
    }

    @Test
    void letsACallThroughThatIsLargerThanAMinuteAlone() {
        assertThat(reserve(budget(1000L, null), 5000, "0")).isInstanceOf(Reserved.class);
    }

    @Test
    void correctsNothingOfThisMinuteByACallOfAnEarlierOne() {
        var budget = budget(1_000_000L, null);
        var now = (Reserved) reserve(budget, 600, "0");
        var earlier = new Reserved(now.amount(), List.of(), now.day(),
                Objects.requireNonNull(now.minute()).minusMinutes(1));

        budget.settle(earlier, Amount.NONE).await().atMost(SOON);

        var usage = pool.query("SELECT tokens, minute_tokens FROM model_usage ORDER BY day DESC LIMIT 1")
                .execute()
                .await()
                .atMost(SOON)
                .iterator()
                .next();
        assertThat(usage.getLong("tokens")).isZero();
        assertThat(usage.getLong("minute_tokens")).isEqualTo(600);
    }

    @Test
    void givesBackWhatACallDidNotTake() {
        var budget = budget(null, "1.00");
        var reserved = (Reserved) reserve(budget, 10, "0.90");
        assertThat(reserve(budget, 10, "0.90")).isInstanceOf(Refused.class);

        budget.settle(reserved, new Amount(5, new BigDecimal("0.05"))).await().atMost(SOON);

        assertThat(reserve(budget, 10, "0.90")).isInstanceOf(Reserved.class);
    }

    @Test
    void stopsOneTagAtItsLimitAndGoesOnWithOthers() {
        var budget = budget(null, "10", Map.of("import", new BigDecimal("1.00"), "eu", new BigDecimal("5.00")));
        var reserved = (Reserved) reserve(budget, 10, "0.90", "import", "unlimited");

        var refused = reserve(budget, 10, "0.90", "eu", "import");

        assertThat(refused).isInstanceOfSatisfying(Refused.class, it -> {
            assertThat(it.code()).isEqualTo("tag-spend-limit");
            assertThat(it.tag()).isEqualTo("import");
            assertThat(it.after()).isBetween(Duration.ofMillis(1), Duration.ofDays(1));
        });
        assertThat(reserve(budget, 10, "4.95", "eu")).as("the refused call reserved nothing of its other tag")
                .isInstanceOf(Reserved.class);
        assertThat(reserve(budget, 10, "3", "other")).isInstanceOf(Reserved.class);
        assertThat(reserve(budget, 10, "3")).isInstanceOfSatisfying(Refused.class,
                it -> assertThat(it.tag()).as("of all").isNull());
        budget.settle(reserved, new Amount(5, new BigDecimal("0.05"))).await().atMost(SOON);
        assertThat(reserve(budget, 10, "0.90", "import")).isInstanceOf(Reserved.class);
    }

    @Test
    void letsNobodyWaitForEachOther() {
        var budget = budget(null, "1000", Map.of("a", new BigDecimal("1000"), "b", new BigDecimal("1000")));
        var before = deadlocks();

        Uni.join()
                .all(IntStream.range(0, 300)
                        .mapToObj(
                                i -> budget.reserve(new Amount(10, BigDecimal.ONE), Set.of(i % 2 == 0 ? "a" : "b", "B"))
                                        .chain(reserved -> budget.settle((Reserved) reserved, Amount.NONE)))
                        .toList())
                .andFailFast()
                .await()
                .atMost(SOON);

        assertThat(deadlocks()).isEqualTo(before);
    }

    private long deadlocks() {
        return pool.query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .execute()
                .await()
                .atMost(SOON)
                .iterator()
                .next()
                .getLong("deadlocks");
    }

    private static Reservation reserve(Budget budget, long tokens, String usd, String... tags) {
        return budget.reserve(new Amount(tokens, new BigDecimal(usd)), Set.of(tags)).await().atMost(SOON);
    }

    private Budget budget(@Nullable Long tokensPerMinute, @Nullable String usdPerDay) {
        return budget(tokensPerMinute, usdPerDay, Map.of());
    }

    private Budget budget(@Nullable Long tokensPerMinute, @Nullable String usdPerDay,
            Map<String, BigDecimal> usdPerDayByTag) {
        return new Budget(pool, new BudgetConfig() {
            @Override
            public OptionalLong tokensPerMinute() {
                return tokensPerMinute == null ? OptionalLong.empty() : OptionalLong.of(tokensPerMinute);
            }

            @Override
            public Optional<BigDecimal> usdPerDay() {
                return Optional.ofNullable(usdPerDay).map(BigDecimal::new);
            }

            @Override
            public Map<String, BigDecimal> usdPerDayByTag() {
                return usdPerDayByTag;
            }
        });
    }
}
