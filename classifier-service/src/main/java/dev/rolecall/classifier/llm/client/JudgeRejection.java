package dev.rolecall.classifier.llm.client;

import java.util.function.Supplier;

import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Rejection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/// Finds out whose fault a rejection is, by the canary: a call that begins after the rejection. If the provider accepts it,
/// the transcript is at fault; if not, the configuration or the account is. So no transcript is given up for a fault that is
/// not its own, in however many pods.
///
/// One canary is under way at a time, and serves all rejections before it.
final class JudgeRejection {
    private final Supplier<Uni<Answer>> canary;
    private @Nullable Uni<Finding> running;
    private @Nullable Uni<Finding> next;

    /// @param canary calls the provider
    JudgeRejection(Supplier<Uni<Answer>> canary) {
        this.canary = canary;
    }

    /// What the canary has shown.
    private sealed interface Finding {
        /// The provider works.
        record Accepted() implements Finding {}

        /// The provider rejects everything.
        record Rejected() implements Finding {}

        /// The provider could not be asked.
        record Failed(LlmException failure) implements Finding {}
    }

    /// What the rejection of a transcript means: the transcript's end if it is at fault, and a pause if not.
    Uni<JobFailure> of(Rejection rejection) {
        var context = Vertx.currentContext();
        var found = afterNow().map(finding -> meaning(rejection.what(), finding));
        return context == null ? found : found.emitOn(task -> context.runOnContext(_ -> task.run()));
    }

    private static JobFailure meaning(Cause cause, Finding finding) {
        return switch (finding) {
            case Finding.Accepted _ -> new JobFailure.Final(
                    because(cause, "it rejects this transcript and accepts another conversation"));
            case Finding.Rejected _ -> new JobFailure.Pause(
                    because(cause, "it rejects every conversation, so the configuration or the account is at fault"),
                    "rolecall.llm.*", null);
            case Finding.Failed(var failure) -> failure.failure();
        };
    }

    private static Cause because(Cause cause, String reason) {
        return new Cause(cause.code(), cause.reason() + "; " + reason, cause.requestId(), cause.provider());
    }

    /// The finding of a canary that begins now or later.
    private synchronized Uni<Finding> afterNow() {
        if (running == null) {
            running = begin();
            return running;
        }
        if (next == null) {
            next = running.chain(this::beginNext).memoize().indefinitely();
        }
        return next;
    }

    private synchronized Uni<Finding> beginNext() {
        running = begin();
        next = null;
        return running;
    }

    private Uni<Finding> begin() {
        return Uni.createFrom().deferred(canary::get)
                .<Finding>map(_ -> new Finding.Accepted())
                .onFailure().recoverWithItem(JudgeRejection::of)
                .onTermination().invoke(this::end)
                .memoize().indefinitely();
    }

    private static Finding of(Throwable failure) {
        return switch (failure) {
            case Rejection _ -> new Finding.Rejected();
            // an answer, if a useless one
            case LlmException answered when answered.unusable() != null -> new Finding.Accepted();
            case LlmException known -> new Finding.Failed(known);
            case Throwable bug -> new Finding.Failed(new LlmException(
                    new JobFailure.Retry(Cause.of("internal-error", bug.getClass().getSimpleName()), null), bug));
        };
    }

    private synchronized void end() {
        if (next == null) {
            running = null;
        }
    }
}
