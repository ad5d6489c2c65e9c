package dev.rolecall.webhook.adoption.flags;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import jakarta.enterprise.context.ApplicationScoped;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import io.quarkus.arc.DefaultBean;

/// OpenFeature's provider over the table `flag_rules`, as [ReadFlags] has read it last.
///
/// Of the rules that fit, one for a tag comes before the one for all. A rule with a percentage fits the same targeting
/// keys each time, and those of a lower percentage are among those of a higher one.
@ApplicationScoped
@DefaultBean
class FlagTable implements FeatureProvider {
    private static final int BUCKETS = 10_000;
    private static final int BUCKETS_PER_PERCENT = BUCKETS / 100;

    /// By flag and tag.
    private volatile Map<String, Map<String, Rule>> rules = Map.of();

    /// @param buckets of 10,000
    record Rule(String flag, String tag, int buckets, String value) {
        static Rule of(String flag, String tag, double percent, String value) {
            return new Rule(flag, tag, (int) Math.round(percent * BUCKETS_PER_PERCENT), value);
        }
    }

    /// Replaces all rules.
    void use(Stream<Rule> all) {
        rules = all.collect(groupingBy(Rule::flag, toMap(Rule::tag, rule -> rule)));
    }

    @Override
    public Metadata getMetadata() {
        return () -> "rolecall-table";
    }

    @Override
    public ProviderEvaluation<String> getStringEvaluation(String flag, String otherwise, EvaluationContext context) {
        return parsed(flag, otherwise, context, text -> text);
    }

    private Optional<Rule> fitting(String flag, EvaluationContext context) {
        var byTag = rules.getOrDefault(flag, Map.of());
        return byTag.isEmpty()
                ? Optional.empty()
                : Stream.concat(tags(context), Stream.of(""))
                        .flatMap(tag -> Stream.ofNullable(byTag.get(tag)))
                        .filter(rule -> bucket(flag, context) < rule.buckets)
                        .findFirst();
    }

    private static Stream<String> tags(EvaluationContext context) {
        return Optional.ofNullable(context.getValue(Ways.TAGS))
                .map(Value::asList)
                .orElse(List.of())
                .stream()
                .map(Value::asString);
    }

    /// The flag is a part of it, so that ten percent of one flag are not those of another.
    private static long bucket(String flag, EvaluationContext context) {
        var hash = new CRC32C();
        hash.update((flag + context.getTargetingKey()).getBytes(UTF_8));
        return hash.getValue() % BUCKETS;
    }

    @Override
    public ProviderEvaluation<Boolean> getBooleanEvaluation(String flag, Boolean otherwise, EvaluationContext context) {
        return parsed(flag, otherwise, context, Boolean::parseBoolean);
    }

    @Override
    public ProviderEvaluation<Integer> getIntegerEvaluation(String flag, Integer otherwise, EvaluationContext context) {
        return parsed(flag, otherwise, context, Integer::valueOf);
    }

    @Override
    public ProviderEvaluation<Double> getDoubleEvaluation(String flag, Double otherwise, EvaluationContext context) {
        return parsed(flag, otherwise, context, Double::valueOf);
    }

    /// The table has texts alone.
    @Override
    public ProviderEvaluation<Value> getObjectEvaluation(String flag, Value otherwise, EvaluationContext context) {
        return parsed(flag, otherwise, context, Value::new);
    }

    private <T> ProviderEvaluation<T> parsed(String flag, T otherwise, EvaluationContext context,
            Function<String, T> parse) {
        var fitting = fitting(flag, context);
        return ProviderEvaluation.<T>builder()
                .value(fitting.map(Rule::value).map(parse).orElse(otherwise))
                .reason((fitting.isPresent() ? Reason.TARGETING_MATCH : Reason.DEFAULT).name())
                .build();
    }
}
