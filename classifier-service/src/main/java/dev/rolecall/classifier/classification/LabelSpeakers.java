package dev.rolecall.classifier.classification;

import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassificationConfig.Evidence;
import dev.rolecall.classifier.evidence.CheckEvidence;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.call.LlmMetrics;
import dev.rolecall.classifier.llm.client.LlmClient;
import dev.rolecall.classifier.prompt.Prompt;
import dev.rolecall.classifier.prompt.ReadAnswer;
import dev.rolecall.classifier.result.AnsweredBy;
import dev.rolecall.classifier.result.Result;
import dev.rolecall.contract.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks the LLM who is who, and keeps what the conversation supports. If an answer is unreadable or has unsupported
/// claims, the LLM is asked once more. Claims that are still unsupported become unknown; an answer that is still
/// unreadable fails. A readable answer is never lost: it is kept if the second question cannot be asked.
@Startup
@ApplicationScoped
class LabelSpeakers {
    private static final Logger LOG = Logger.getLogger(LabelSpeakers.class);
    private static final String WITHHELD = "rolecall.turns.withheld";
    private static final String EVIDENCE = "rolecall.labels.evidence";
    private static final String UNSUPPORTED = "rolecall.labels.unsupported";
    private static final String LABELS = "rolecall.labels";

    private final Prompt prompt;
    private final LlmClient llm;
    private final ClassificationConfig config;
    private final MeterRegistry metrics;
    private final LlmMetrics llmMetrics;
    private final CpuBoundExecutor cpu;

    LabelSpeakers(Prompt prompt, LlmClient llm, ClassificationConfig config, MeterRegistry metrics,
            LlmMetrics llmMetrics,
            CpuBoundExecutor cpu) {
        this.prompt = prompt;
        this.llm = llm;
        this.config = config;
        this.metrics = metrics;
        this.llmMetrics = llmMetrics;
        this.cpu = cpu;
        if (config.evidence() == Evidence.BELIEVED) {
            LOG.warn(
                    "rolecall.classification.evidence=believed: any participant can have any speaker labelled as anything");
        }
    }

    /// What is known without the LLM, if the LLM could add nothing.
    Optional<Result> withoutLlm(ClassificationInput input) {
        return config.evidence() == Evidence.BELIEVED || input.request().channels().isEmpty()
                ? Optional.empty()
                : CheckEvidence.withoutLlm(input.conversation(), input.request(), input.names())
                        .map(checked -> labelled(input, Found.withoutLlm(checked)));
    }

    /// Fails with [LlmException].
    ///
    /// @param skippedFormats how many formats of the answer to skip, because answers in them were of no use
    Uni<Result> label(String clientRequestId, ClassificationInput input, int skippedFormats) {
        count(WITHHELD, "Turns that were not shown to the LLM because they give instructions to the LLM",
                input.excerpt().withheld().size());
        return new Inquiry(clientRequestId, input, skippedFormats).result();
    }

    /// The question about one conversation.
    private final class Inquiry {
        private final ClassificationInput input;
        private final Question question;

        private Inquiry(String clientRequestId, ClassificationInput input, int skippedFormats) {
            this.input = input;
            this.question = prompt.of(clientRequestId, input.request(), input.conversation(),
                    input.candidates(), input.excerpt()).skippingFormats(skippedFormats).tagged(input.tags());
        }

        private Uni<Result> result() {
            return llm.ask(question)
                    .emitOn(cpu)
                    .chain(this::checkOrRepair)
                    .onFailure(LabelSpeakers::canBeReadBetter).recoverWithUni(this::repairUnreadable)
                    .map(found -> labelled(input, found));
        }

        private Uni<Found> checkOrRepair(Answer first) {
            var found = Found.in(first, check(first));
            return found.checked().unsupported().isEmpty() || !config.repair()
                    ? Uni.createFrom().item(found)
                    : repair(first.json(), first.usage(), Prompt.objection(found.checked().unsupported()))
                            .onFailure(LlmException.class)
                            .recoverWithItem(failure -> found.unrepaired(failure.failure()));
        }

        private Uni<Found> repairUnreadable(Throwable failure) {
            var first = Objects.requireNonNull(((LlmException) failure).unusable());
            return config.repair()
                    ? repair(first.content(), first.usage(), Prompt.unreadable())
                    : Uni.createFrom().failure(failure);
        }

        /// @param first what the LLM has written, and what that has cost
        private Uni<Found> repair(String first, Usage cost, String objection) {
            llmMetrics.repaired();
            return llm.ask(question.objecting(first, objection))
                    .emitOn(cpu)
                    .map(second -> Found.in(second, check(second)).costing(cost));
        }

        private Checked check(Answer answer) {
            var said = ReadAnswer.of(answer, input.conversation(), input.request());
            return config.evidence() == Evidence.BELIEVED
                    ? Checked.unchecked(said)
                    : CheckEvidence.check(said, input.conversation(), input.request(), input.names(),
                            input.excerpt().turns());
        }
    }

    /// Whether the LLM wrote something that is not what was asked for.
    private static boolean canBeReadBetter(Throwable failure) {
        return failure instanceof LlmException known && known.unusable() != null
                && known.failure().code().equals(JobFailure.UnusableAnswer.UNREADABLE);
    }

    /// @param by who answered, and at what cost; null if the LLM was not asked
    private record Found(Checked checked, @Nullable AnsweredBy by) {
        private static Found withoutLlm(Checked checked) {
            return new Found(checked, null);
        }

        private static Found in(Answer answer, Checked checked) {
            return new Found(checked, new AnsweredBy(answer.provider(), answer.leftOut(), answer.usage(), null));
        }

        private Found costing(Usage more) {
            return new Found(checked, Objects.requireNonNull(by).costing(more));
        }

        private Found unrepaired(JobFailure why) {
            return new Found(checked, Objects.requireNonNull(by).unrepaired(why));
        }
    }

    private Result labelled(ClassificationInput input, Found found) {
        count(found.checked());
        return new Result.Labelled(Ids.next(), input.request(), input.conversation(), input.excerpt().withheld(),
                found.checked(), found.by());
    }

    private void count(Checked checked) {
        var cited = "Turns that the LLM cited, by whether they count as evidence";
        count(EVIDENCE, cited, checked.kept(), "fate", "kept");
        count(EVIDENCE, cited, checked.dropped(), "fate", "dropped");
        checked.unsupported()
                .forEach(claim -> count(UNSUPPORTED, "Claims of the LLM that the conversation does not support", 1,
                        "claim",
                        Objects.requireNonNull(claim.reason()).text()));
        count(LABELS, "Roles and names in results", checked.verdict().claims(), "known", "true");
    }

    private void count(String name, String description, double amount, String... tags) {
        Counter.builder(name).description(description).tags(tags).register(metrics).increment(amount);
    }
}
