package dev.rolecall.classifier.classification;

import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassificationConfig.Evidence;
import dev.rolecall.classifier.evidence.CheckEvidence;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.evidence.Verdict;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.LlmClient;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.LlmMetrics;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.prompt.Prompt;
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
/// unreadable fails.
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
                        .map(checked -> labelled(input, new Found(checked, null)));
    }

    /// Fails with [LlmException].
    Uni<Result> label(String clientRequestId, ClassificationInput input) {
        count(WITHHELD, "Turns that were not shown to the LLM because they give instructions to the LLM",
                input.excerpt().withheld().size());
        return new Inquiry(clientRequestId, input).result();
    }

    /// The question about one conversation.
    private final class Inquiry {
        private final ClassificationInput input;
        private final Question question;

        private Inquiry(String clientRequestId, ClassificationInput input) {
            this.input = input;
            this.question = prompt.of(clientRequestId, input.request(), input.conversation(),
                    input.candidates(), input.excerpt());
        }

        private Uni<Result> result() {
            return llm.ask(question)
                    .emitOn(cpu)
                    .chain(this::checkOrRepair)
                    .map(found -> labelled(input, found));
        }

        private Uni<Found> checkOrRepair(Answer first) {
            try {
                var found = new Found(check(first), first.usage());
                return found.checked().unsupported().isEmpty() || !config.repair()
                        ? Uni.createFrom().item(found)
                        : repair(first, Prompt.objection(found.checked().unsupported()))
                                // the first answer is still as good as without a second question
                                .onFailure(LabelSpeakers::concernsOnlyThisCall).recoverWithItem(found);
            } catch (LlmException unreadable) {
                return config.repair() ? repair(first, Prompt.unreadable()) : Uni.createFrom().failure(unreadable);
            }
        }

        private Uni<Found> repair(Answer first, String objection) {
            llmMetrics.repaired();
            return llm.ask(question.objecting(first.json(), objection))
                    .emitOn(cpu)
                    .map(second -> new Found(check(second), first.usage().plus(second.usage())));
        }

        private Checked check(Answer answer) {
            var said = Verdict.of(answer, input.conversation(), input.request());
            return config.evidence() == Evidence.BELIEVED
                    ? Checked.unchecked(said)
                    : CheckEvidence.check(said, input.conversation(), input.request(), input.names(),
                            input.excerpt().turns());
        }
    }

    /// False for failures that the limiter must know about.
    private static boolean concernsOnlyThisCall(Throwable failure) {
        return failure instanceof LlmException known && !(known.failure() instanceof JobFailure.SlowDown)
                && !(known.failure() instanceof JobFailure.Pause);
    }

    /// @param usage null if the LLM was not asked
    private record Found(Checked checked, @Nullable Usage usage) {}

    private Result labelled(ClassificationInput input, Found found) {
        count(found.checked());
        return new Result.Labelled(Ids.next(), input.request(), input.conversation(), input.excerpt().withheld(),
                found.checked(), found.usage());
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
