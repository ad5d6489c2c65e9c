package dev.rolecall.classifier.llm.client;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Rejection;
import dev.rolecall.classifier.progress.Progress;
import dev.rolecall.classifier.progress.Work;
import io.smallrye.common.vertx.VertxContext;
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
    private final String settings;
    private final Progress progress;
    private @Nullable Uni<Finding> running;
    private @Nullable Uni<Finding> next;

    /// @param canary calls the provider
    /// @param settings keys of the provider's configuration
    JudgeRejection(Supplier<Uni<Answer>> canary, String settings, Progress progress) {
        this.canary = canary;
        this.settings = settings;
        this.progress = progress;
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

    /// What follows from the rejection of a transcript: its end if it is at fault, and a pause if not.
    ///
    /// @param again asks about the transcript once more: what the provider rejected may have been cured just before the
    ///        canary
    Uni<Answer> of(Rejection rejection, Supplier<Uni<Answer>> again) {
        var cause = rejection.what();
        return Work.current().waiting(afterNow()).chain(finding -> switch (finding) {
            case Finding.Accepted _ -> again.get().onFailure(Rejection.class)
                    .transform(_ -> new LlmException(new JobFailure.Final(
                            because(cause, "it rejects this transcript and accepts another conversation"))));
            case Finding.Rejected _ -> failed(new JobFailure.Pause(
                    because(cause, "it rejects every conversation, so the configuration or the account is at fault"),
                    settings, null));
            case Finding.Failed(var failure) -> failed(failure.failure());
        });
    }

    private static Uni<Answer> failed(JobFailure failure) {
        return Uni.createFrom().failure(new LlmException(failure));
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
        return progress.track(Uni.createFrom().deferred(canary::get))
                .runSubscriptionOn(contextOfItsOwn())
                .<Finding>map(_ -> new Finding.Accepted())
                .onFailure().recoverWithItem(JudgeRejection::of)
                .onTermination().invoke(this::end)
                .memoize().indefinitely();
    }

    /// Not the job's whose rejection it judges, which may end before it.
    private static Executor contextOfItsOwn() {
        var context = Vertx.currentContext();
        return context == null
                ? Runnable::run
                : task -> VertxContext.createNewDuplicatedContext(context).runOnContext(_ -> task.run());
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
