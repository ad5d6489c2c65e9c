package dev.rolecall.classifier.llm.client;

import java.net.URI;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.budget.Budget;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmConfig;
import dev.rolecall.classifier.llm.LlmConfig.Rank;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.call.LlmMetrics;
import dev.rolecall.classifier.llm.call.Send;
import dev.rolecall.classifier.llm.chat.ChatCompletions;
import dev.rolecall.classifier.llm.chat.FallbackCompletions;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.llm.provider.ProviderSettings;
import dev.rolecall.classifier.progress.Progress;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// Asks the LLM one question: the first provider, and the fallback while the first fails for every call. No provider sees
/// a transcript with a tag that it is denied.
@Startup
@ApplicationScoped
public class LlmClient {
    private static final JobFailure NO_PROVIDER = new JobFailure.Final(Cause.of("no-provider-allowed",
            "rolecall.llm.denied denies every provider for the transcript's tags"));

    private final LlmConfig config;
    private final AskProvider first;
    private final Optional<AskProvider> fallback;

    LlmClient(@RestClient ChatCompletions completions, @RestClient FallbackCompletions second, LlmConfig config,
            @ConfigProperty(name = "quarkus.rest-client.openai.url") URI url, Budget budget, Canary canary,
            LlmMetrics metrics, Progress progress, Clock clock) {
        this.config = config;
        this.first = new AskProvider(Send.by(completions), ProviderSettings.first(config, url), budget, canary, metrics,
                progress, clock);
        this.fallback = config.fallback()
                .map(own -> new AskProvider(Send.by(second), ProviderSettings.fallback(config, own),
                        budget, canary, metrics, progress, clock));
        checkDenied();
        if (fallback.isPresent()) {
            metrics.watchFirst(first::isPaused);
        }
    }

    /// A tag that is kept from all providers is so on purpose, or it is a mistake.
    private void checkDenied() {
        config.denied().forEach((tag, ranks) -> {
            if (fallback.isEmpty() && ranks.equals(Set.of(Rank.FIRST))) {
                throw new ConfigurationException(
                        "rolecall.llm.denied.\"%s\"=first leaves no provider for these transcripts: configure rolecall.llm.fallback, or write first,fallback if none may see them"
                                .formatted(tag));
            }
        });
    }

    /// Fails only with [LlmException].
    public Uni<Answer> ask(Question question) {
        var allowed = allowedFor(question.tags());
        if (allowed.isEmpty()) {
            return Uni.createFrom().failure(new LlmException(NO_PROVIDER));
        }
        if (fallback.isEmpty()) {
            return first.ask(question);
        }
        var one = allowed.getFirst().askUnlessPaused(question).onFailure(ProviderPause::isOf);
        return allowed.size() > 1
                ? one.recoverWithUni(first -> allowed.getLast().ask(question)
                        .onFailure(ProviderPause::isOf).transform(second -> bothPaused(first, second)))
                : one.transform(LlmClient::waitForTheOnlyOne);
    }

    /// What is known of a provider.
    ///
    /// @param isPaused whether the other provider is asked instead; false if there is no other
    /// @param learnt how each optional field of a request is sent, where it is not sent as configured
    public record ProviderState(Provider provider, boolean isPaused, Map<String, String> learnt) {}

    /// In the order in which they are asked.
    public List<ProviderState> providers() {
        return Stream.concat(Stream.of(first), fallback.stream()).map(AskProvider::state).toList();
    }

    private List<AskProvider> allowedFor(Set<String> tags) {
        var denied = config.denied()
                .entrySet()
                .stream()
                .filter(tag -> tags.stream().anyMatch(tag.getKey()::equalsIgnoreCase))
                .flatMap(tag -> tag.getValue().stream())
                .collect(Collectors.toSet());
        return Stream.concat(Stream.of(first).filter(_ -> !denied.contains(Rank.FIRST)),
                fallback.stream().filter(_ -> !denied.contains(Rank.FALLBACK))).toList();
    }

    /// The pod pauses until the one that is to be tried first.
    private static LlmException bothPaused(Throwable first, Throwable second) {
        var one = pauseIn(first);
        var other = pauseIn(second);
        var after = Stream.of(one, other).map(JobFailure.Pause::after).anyMatch(Objects::isNull)
                ? null
                : Collections.min(List.of(one.after(), other.after()));
        return new LlmException(new JobFailure.Pause(one.cause(),
                Stream.of(one.setting(), other.setting()).filter(Objects::nonNull).collect(Collectors.joining(", ")),
                after), second);
    }

    private static JobFailure.Pause pauseIn(Throwable failure) {
        return (JobFailure.Pause) ((LlmException) failure).failure();
    }

    /// Other jobs may be answered by the other provider.
    private static LlmException waitForTheOnlyOne(Throwable failure) {
        var pause = pauseIn(failure);
        return new LlmException(new JobFailure.Wait(pause.cause(), pause.after()), failure);
    }
}
