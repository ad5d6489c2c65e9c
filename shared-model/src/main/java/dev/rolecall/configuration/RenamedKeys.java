package dev.rolecall.configuration;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import org.jspecify.annotations.Nullable;

/// Reads a setting under the name it had in version 0.1 as well. If both names are set, the source with the higher
/// ordinal wins, and the new name wins within one source. Version 0.3 removes the old names.
@Priority(Priorities.LIBRARY + 600)
public class RenamedKeys implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;

    /// New name to old name.
    private static final Map<String, String> OLD_NAMES = Map.ofEntries(
            Map.entry("rolecall.reading.max-body-size", "rolecall.callback.max-body-size"),
            Map.entry("rolecall.reading.timeout", "rolecall.callback.read-timeout"),
            Map.entry("rolecall.database.silence-timeout", "rolecall.callback.silence-timeout"),
            Map.entry("rolecall.database.busy-timeout", "rolecall.callback.busy-timeout"),
            Map.entry("rolecall.publishing.max-in-flight", "rolecall.outbox.max-in-flight"),
            Map.entry("rolecall.publishing.batch", "rolecall.outbox.batch"),
            Map.entry("rolecall.publishing.circuit-breaker.delay", "rolecall.outbox.breaker-pause"),
            Map.entry("rolecall.publishing.circuit-breaker.failures", "rolecall.outbox.failures-to-open"),
            Map.entry("rolecall.consumer.max-held", "rolecall.queue.max-held"),
            Map.entry("rolecall.concurrency.max-in-flight", "rolecall.queue.max-in-flight"),
            Map.entry("rolecall.concurrency.first-pause", "rolecall.queue.first-pause"),
            Map.entry("rolecall.concurrency.longest-pause", "rolecall.queue.longest-pause"),
            Map.entry("rolecall.concurrency.drain", "rolecall.queue.drain"),
            Map.entry("rolecall.concurrency.ill-after", "rolecall.queue.ill-after"),
            Map.entry("rolecall.settlement.delays", "rolecall.queue.delays"),
            Map.entry("rolecall.claim.lease", "rolecall.classification.lease"),
            Map.entry("rolecall.llm.name", "rolecall.model.name"),
            Map.entry("rolecall.llm.api-key", "rolecall.model.api-key"),
            Map.entry("rolecall.llm.key-header", "rolecall.model.key-header"),
            Map.entry("rolecall.llm.timeout", "rolecall.model.timeout"),
            Map.entry("rolecall.llm.reasoning-effort", "rolecall.model.reasoning-effort"),
            Map.entry("rolecall.llm.temperature", "rolecall.model.temperature"),
            Map.entry("rolecall.llm.answer-format", "rolecall.model.answer-format"),
            Map.entry("rolecall.llm.max-answer-tokens", "rolecall.model.max-answer-tokens"),
            Map.entry("rolecall.llm.answer-limit", "rolecall.model.answer-limit"),
            Map.entry("rolecall.llm.price.input", "rolecall.model.price.input"),
            Map.entry("rolecall.llm.price.cached-input", "rolecall.model.price.cached-input"),
            Map.entry("rolecall.llm.price.output", "rolecall.model.price.output"));
    /// Settings of version 0.1 that have no effect any more.
    private static final Set<String> RETIRED = Set.of("rolecall.callback.large-body-size",
            "rolecall.callback.large-bodies-at-once");
    /// `ROLECALL_MODEL`, which named the LLM and no other setting.
    private static final String LLM_NAME = "rolecall.llm.name";
    private static final String ROLECALL_MODEL = "rolecall.model";

    /// The name that replaces an old one.
    ///
    /// @return empty if this is not the old name of a setting
    static Optional<String> newNameOf(String name) {
        return name.equals(ROLECALL_MODEL)
                ? Optional.of(LLM_NAME)
                : OLD_NAMES.entrySet()
                        .stream()
                        .filter(entry -> entry.getValue().equals(name))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    /// Whether this was a setting that has no effect any more.
    static boolean isRetired(String name) {
        return RETIRED.contains(name);
    }

    /// The old name whose environment variable this is.
    ///
    /// @return the variable's own name if there is none
    static String oldNameOfVariable(String variable) {
        return Stream.of(Set.of(ROLECALL_MODEL), OLD_NAMES.values(), RETIRED)
                .flatMap(Collection::stream)
                .filter(name -> KnownKeys.variableOf(name).equals(variable))
                .findFirst()
                .orElse(variable);
    }

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        var oldName = OLD_NAMES.get(name);
        if (oldName == null) {
            return value;
        }
        var old = higher(context.proceed(oldName), name.equals(LLM_NAME) ? context.proceed(ROLECALL_MODEL) : null);
        var winner = higher(value, old);
        return winner == null ? null : winner.withName(name);
    }

    /// The value whose source has the higher ordinal; the first if they are equal.
    private static @Nullable ConfigValue higher(@Nullable ConfigValue one, @Nullable ConfigValue other) {
        return one == null || (other != null && other.getConfigSourceOrdinal() > one.getConfigSourceOrdinal())
                ? other
                : one;
    }

    /// A setting that has only its old name appears under the new one too, because mappings look names up here.
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        var names = new LinkedHashSet<String>();
        context.iterateNames().forEachRemaining(name -> {
            names.add(name);
            newNameOf(name).ifPresent(names::add);
        });
        return names.iterator();
    }
}
