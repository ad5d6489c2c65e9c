package dev.rolecall.webhook.adoption.flags;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.providers.memory.Flag;
import dev.openfeature.sdk.providers.memory.InMemoryProvider;
import dev.rolecall.contract.Way;
import dev.rolecall.inline.InlineConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table, and a provider that is not ours: what the one can do, the other can take over.
class WaysTest {
    private static final List<UUID> IDS = IntStream.range(0, 10_000).mapToObj(_ -> UUID.randomUUID()).toList();

    private static final InlineConfig INLINE = new Settings(Optional.of("secret"));

    /// Those of the way inline.
    private record Settings(Optional<String> secret) implements InlineConfig {
        @Override
        public Duration deadline() {
            return Duration.ofSeconds(8);
        }

        @Override
        public Duration pause() {
            return Duration.ofSeconds(5);
        }

        @Override
        public int maxWaiting() {
            return 1;
        }
    }

    /// A provider whose flag `way` has a value for each tag, and one for all under the empty tag.
    static Stream<Function<Map<String, String>, FeatureProvider>> providers() {
        return Stream.of(WaysTest::table, WaysTest::inMemory);
    }

    private static FeatureProvider table(Map<String, String> values) {
        return table(values.entrySet()
                .stream()
                .map(rule -> FlagTable.Rule.of("way", rule.getKey(), 100, rule.getValue())));
    }

    private static FeatureProvider inMemory(Map<String, String> values) {
        return new InMemoryProvider(Map.of("way", Flag.<String>builder()
                .variant("queue", "queue")
                .defaultVariant("queue")
                .contextEvaluator((_, context) -> Stream
                        .concat(context.getValue("tags").asList().stream().map(tag -> tag.asString()), Stream.of(""))
                        .filter(values::containsKey)
                        .findFirst()
                        .map(values::get)
                        .orElse("queue"))
                .build()));
    }

    private static FlagTable table(Stream<FlagTable.Rule> rules) {
        var table = new FlagTable();
        table.use(rules);
        return table;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isTheQueueWhereNothingIsSet(Function<Map<String, String>, FeatureProvider> provider) {
        var ways = new Ways(provider.apply(Map.of()), INLINE);

        assertThat(ways.decide(UUID.randomUUID(), List.of("a"))).isEqualTo(Way.QUEUE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isThatOfATagBeforeThatOfAll(Function<Map<String, String>, FeatureProvider> provider) {
        var ways = new Ways(provider.apply(Map.of("", "off", "kept", "queue")), INLINE);

        assertThat(ways.decide(UUID.randomUUID(), List.of())).isEqualTo(Way.OFF);
        assertThat(ways.decide(UUID.randomUUID(), List.of("a", "b"))).isEqualTo(Way.OFF);
        assertThat(ways.decide(UUID.randomUUID(), List.of("a", "kept"))).isEqualTo(Way.QUEUE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isTheQueueWhereTheValueIsNoWay(Function<Map<String, String>, FeatureProvider> provider) {
        var ways = new Ways(provider.apply(Map.of("", "sideways")), INLINE);

        assertThat(ways.decide(UUID.randomUUID(), List.of())).isEqualTo(Way.QUEUE);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isInlineOnlyWhereTheServicesHaveASecret(Function<Map<String, String>, FeatureProvider> provider) {
        var inline = provider.apply(Map.of("", "inline"));

        assertThat(new Ways(inline, INLINE).decide(UUID.randomUUID(), List.of())).isEqualTo(Way.INLINE);
        assertThat(new Ways(inline, new Settings(Optional.empty())).decide(UUID.randomUUID(), List.of()))
                .isEqualTo(Way.QUEUE);
    }

    @Test
    void growsWithThePercentageAndStaysTheSameForATranscript() {
        var tenth = off(10);
        var half = off(50);

        assertThat((double) tenth.size() / IDS.size()).isCloseTo(0.1, within(0.02));
        assertThat((double) half.size() / IDS.size()).isCloseTo(0.5, within(0.03));
        assertThat(half).containsAll(tenth);
        assertThat(off(10)).isEqualTo(tenth);
        assertThat(off(100)).hasSameSizeAs(IDS);
    }

    private static Set<UUID> off(int percent) {
        var ways = new Ways(table(Stream.of(FlagTable.Rule.of("way", "", percent, "off"))), INLINE);
        return IDS.stream().filter(id -> ways.decide(id, List.of()) == Way.OFF).collect(toSet());
    }
}
