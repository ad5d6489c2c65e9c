package dev.rolecall.classifier.llm.call;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmConfig.KeyHeader;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.llm.call.Send.Received;
import dev.rolecall.classifier.llm.chat.ChatRequest;
import dev.rolecall.classifier.llm.chat.ReadResponse;
import dev.rolecall.classifier.llm.negotiation.Form;
import dev.rolecall.classifier.llm.negotiation.Negotiation;
import dev.rolecall.classifier.llm.provider.Provider;
import dev.rolecall.classifier.llm.provider.ProviderSettings;
import dev.rolecall.classifier.progress.Work;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// Calls one provider, in a form that it accepts.
public final class CallProvider {
    private static final String ANSWERED = "answered";

    private final Send http;
    private final ProviderSettings settings;
    private final Provider provider;
    private final ReadResponse read;
    private final Negotiation negotiation;
    private final LlmMetrics metrics;
    private final OutageDetector outage = new OutageDetector();
    /// How the key is sent. If no operator chose it, and until the provider accepts a key, both ways are tried.
    private volatile KeyHeader keyHeader;
    private volatile boolean isKeyHeaderKnown;

    public CallProvider(Send http, ProviderSettings settings, ReadResponse read, LlmMetrics metrics, Clock clock) {
        this.http = http;
        this.settings = settings;
        this.provider = settings.provider();
        this.read = read;
        this.negotiation = new Negotiation(provider.host(), settings.tuning(), clock);
        this.metrics = metrics;
        this.keyHeader = settings.keyHeader() == null ? KeyHeader.BEARER : settings.keyHeader();
        this.isKeyHeaderKnown = settings.keyHeader() != null;
    }

    /// Fails with [LlmException], or with [Rejection] if every form of the request is rejected.
    public Uni<Answer> call(Question question) {
        return Uni.createFrom()
                .deferred(() -> unlessASettingIsRefused(
                        () -> send(question, negotiation.next(question.skippedFormats()))))
                .onFailure(LlmException.class).transform(this::pauseInAnOutage);
    }

    /// How each optional field is sent, where it is not sent as configured.
    public Map<String, String> learnt() {
        return negotiation.learnt();
    }

    private Uni<Answer> send(Question question, Form form) {
        return respond(question, form, keyHeader)
                .onFailure(failure -> !isKeyHeaderKnown && isAboutTheKey(failure))
                .recoverWithUni(() -> respond(question, form, KeyHeader.API_KEY))
                .onTermination().invoke(() -> negotiation.ended(form))
                .onFailure(CallProvider::mayBeAField).recoverWithUni(rejection -> again(question, form, rejection));
    }

    private Uni<Answer> again(Question question, Form rejected, Throwable rejection) {
        var next = negotiation.rejected(rejected);
        return unlessASettingIsRefused(
                () -> next.map(form -> send(question, form)).orElseGet(() -> Uni.createFrom().failure(rejection)));
    }

    private static boolean mayBeAField(Throwable failure) {
        return failure instanceof Rejection rejection && rejection.mayBeAField();
    }

    private Uni<Answer> unlessASettingIsRefused(Supplier<Uni<Answer>> next) {
        return negotiation.refusedSetting()
                .map(refused -> Uni.createFrom().<Answer>failure(new LlmException(new JobFailure.Pause(
                        new Cause("setting-rejected", "the LLM provider rejects " + refused.setting(), null, provider),
                        refused.setting(), refused.after()))))
                .orElseGet(next);
    }

    private Uni<Answer> respond(Question question, Form form, KeyHeader header) {
        var began = System.nanoTime();
        var work = Work.current();
        var isBearer = header == KeyHeader.BEARER;
        var request = ChatRequest.json(question, provider.model(),
                (json, it) -> negotiation.write(form, it, json));
        return http
                .send(isBearer ? "Bearer " + settings.apiKey() : null, isBearer ? null : settings.apiKey(),
                        question.clientRequestId(), request)
                .ifNoItem().after(settings.timeout()).fail()
                .map(response -> answer(response, question, form, header))
                .onFailure().transform(this::classified)
                .onItemOrFailure().invoke((_, failure) -> record(failure, began))
                .onTermination().invoke(work::tried);
    }

    private Answer answer(Received response, Question question, Form form, KeyHeader header) {
        var completion = read.completion(response.status(), response.body(),
                response.headers());
        keyHeader = header;
        isKeyHeaderKnown = true;
        negotiation.accepted(form);
        return read.answer(completion, question, negotiation.leftOut(form));
    }

    private boolean isAboutTheKey(Throwable failure) {
        return failure instanceof LlmException known
                && known.failure() instanceof JobFailure.Pause(var _, var setting, var _)
                && settings.keys().apiKey().equals(setting);
    }

    private void record(@Nullable Throwable failure, long began) {
        outage.record(failure instanceof LlmException known && known.failure() instanceof JobFailure.Retry);
        metrics.called(provider.host(), outcome(failure), Duration.ofNanos(System.nanoTime() - began));
    }

    private static String outcome(@Nullable Throwable failure) {
        return switch (failure) {
            case LlmException known -> known.failure().code();
            case Rejection rejection -> rejection.what().code();
            case null, default -> ANSWERED;
        };
    }

    private RuntimeException classified(Throwable failure) {
        return switch (failure) {
            case LlmException known -> known;
            case Rejection rejection -> rejection;
            case TimeoutException late -> new LlmException(new JobFailure.Retry(
                    new Cause("timeout", "the LLM did not answer in time", null, provider), null), late);
            // no connection, or a broken one
            case Throwable other -> new LlmException(new JobFailure.Retry(
                    new Cause("connection", "the call failed: " + other.getClass().getSimpleName(), null, provider),
                    null), other);
        };
    }

    /// While most calls fail, the failure is the provider's and not the transcript's.
    private Throwable pauseInAnOutage(Throwable failure) {
        return failure instanceof LlmException known && outage.isOutage()
                && known.failure() instanceof JobFailure.Retry(var cause, var after)
                        ? new LlmException(new JobFailure.Pause(cause, null, after), known)
                        : failure;
    }
}
