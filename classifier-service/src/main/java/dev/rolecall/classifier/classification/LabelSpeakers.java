package dev.rolecall.classifier.classification;

import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.classification.ClassificationConfig.Evidence;
import dev.rolecall.classifier.evidence.CheckEvidence;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.evidence.Verdict;
import dev.rolecall.classifier.llm.Answer;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.LlmClient;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.Question;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.prompt.Prompt;
import dev.rolecall.classifier.result.Result;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/// Has the model say who is who, and believes of it what the conversation bears out. Where an answer is unreadable or
/// not borne out, the model is asked once more; what is not borne out then is unknown, and an answer that is unreadable again
/// is a failed attempt.
@Startup
@ApplicationScoped
class LabelSpeakers {
    private static final Logger LOG = Logger.getLogger(LabelSpeakers.class);

    private final Prompt prompt;
    private final LlmClient model;
    private final ClassificationConfig config;
    private final MeterRegistry metrics;
    private final CpuBoundExecutor cores;

    LabelSpeakers(Prompt prompt, LlmClient model, ClassificationConfig config, MeterRegistry metrics,
            CpuBoundExecutor cores) {
        this.prompt = prompt;
        this.model = model;
        this.config = config;
        this.metrics = metrics;
        this.cores = cores;
        if (config.evidence() == Evidence.BELIEVED) {
            LOG.warn(
                    "rolecall.classification.evidence=believed: whoever is on a call can have anybody labelled as anything");
        }
    }

    Uni<Result> about(String clientRequestId, ClassificationInput material) {
        metrics.counter("rolecall.turns.withheld").increment(material.excerpt().withheld().size());
        return new Inquiry(clientRequestId, material).result();
    }

    /// One conversation's.
    private final class Inquiry {
        private final ClassificationInput material;
        private final Question question;

        private Inquiry(String clientRequestId, ClassificationInput material) {
            this.material = material;
            this.question = prompt.of(clientRequestId, material.request(), material.conversation(),
                    material.excerpt());
        }

        private Uni<Result> result() {
            return model.ask(question)
                    .emitOn(cores)
                    .chain(this::readOrRepair)
                    .invoke(found -> count(found.checked()))
                    .map(this::result);
        }

        private Uni<Found> readOrRepair(Answer first) {
            try {
                var checked = check(first);
                return checked.complaints().isEmpty() || !config.repair()
                        ? Uni.createFrom().item(new Found(checked, first.usage()))
                        : repair(first, Prompt.objection(checked.complaints()))
                                // the first is worth as much as it was without a second
                                .onFailure(LabelSpeakers::isOnlyAboutThis)
                                .recoverWithItem(() -> new Found(checked, first.usage()));
            } catch (LlmException unreadable) {
                return config.repair()
                        ? repair(first, Prompt.unreadable())
                        : Uni.createFrom().failure(unreadable);
            }
        }

        private Uni<Found> repair(Answer first, String objection) {
            metrics.counter("rolecall.model.repairs").increment();
            return model.ask(question.objecting(first.json(), objection))
                    .emitOn(cores)
                    .map(second -> new Found(check(second), first.usage().plus(second.usage())));
        }

        private Checked check(Answer answer) {
            var said = Verdict.of(answer, material.conversation(), material.request());
            return config.evidence() == Evidence.BELIEVED
                    ? Checked.believed(said)
                    : CheckEvidence.check(said, material.conversation(), material.request(),
                            material.excerpt().turns());
        }

        private Result result(Found found) {
            return Result.labelled(material.request(), material.conversation(), material.excerpt().withheld(),
                    found.checked(), found.usage());
        }
    }

    /// Not that the provider has had enough: that has to be heard.
    private static boolean isOnlyAboutThis(Throwable failure) {
        return failure instanceof LlmException known
                && (known.failure() instanceof JobFailure.Retry || known.failure() instanceof JobFailure.Final);
    }

    private record Found(Checked checked, Usage usage) {}

    private void count(Checked checked) {
        metrics.counter("rolecall.labels.evidence", "fate", "kept").increment(checked.kept());
        metrics.counter("rolecall.labels.evidence", "fate", "dropped").increment(checked.dropped());
        checked.complaints()
                .forEach(complaint -> metrics.counter("rolecall.labels.unsupported", "claim",
                        complaint.kind().name().toLowerCase(Locale.ROOT).replace('_', '-')).increment());
        metrics.counter("rolecall.labels", "known", "true").increment(checked.verdict().claims());
    }
}
