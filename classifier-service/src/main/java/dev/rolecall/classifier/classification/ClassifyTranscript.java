package dev.rolecall.classifier.classification;

import java.io.IOException;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.claim.Claims;
import dev.rolecall.classifier.claim.JobTable;
import dev.rolecall.classifier.claim.Leases;
import dev.rolecall.classifier.claim.ReadBody;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.JobFailure.UnusableAnswer;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.result.Result;
import dev.rolecall.classifier.result.Results;
import dev.rolecall.contract.Ids;
import dev.rolecall.contract.TranscriptReady;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Labels the speakers of one transcript, once.
///
/// The LLM is asked between short statements, so a slow answer never holds a connection.
@ApplicationScoped
public class ClassifyTranscript {
    private static final Logger LOG = Logger.getLogger(ClassifyTranscript.class);

    private final Claims claims;
    private final ReadBody bodies;
    private final Leases leases;
    private final PrepareTranscript prepare;
    private final LabelSpeakers label;
    private final Results results;
    private final CpuBoundExecutor cpu;

    ClassifyTranscript(Claims claims, ReadBody bodies, Leases leases, PrepareTranscript prepare, LabelSpeakers label,
            Results results, CpuBoundExecutor cpu) {
        this.claims = claims;
        this.bodies = bodies;
        this.leases = leases;
        this.prepare = prepare;
        this.label = label;
        this.results = results;
        this.cpu = cpu;
    }

    /// Every failure of the job is an [Outcome]. The Uni itself fails only if PostgreSQL rejects the claim.
    public Uni<Outcome> classify(TranscriptReady event) {
        return claims.take(event).chain(claim -> proceed(claim, this::labelOrAsk));
    }

    /// The same while the LLM is away: labels what needs no LLM, once.
    public Uni<Outcome> classifyWithoutLlm(TranscriptReady event) {
        return claims.take(event).chain(claim -> proceed(claim, this::labelOnly));
    }

    /// Labels what has been prepared.
    private interface Label {
        Uni<Outcome> label(Claim.Held claim, ClassificationInput input);
    }

    private Uni<Outcome> proceed(Claim claim, Label how) {
        return switch (claim) {
            case Claim.Taken taken -> work(taken, how);
            case Claim.Elsewhere(var until) -> Uni.createFrom().item(new Outcome.Elsewhere(until));
            case Claim.Ended(var why) -> Uni.createFrom().item(new Outcome.NothingToDo(why));
            case Claim.Gone _ -> Uni.createFrom().item(new Outcome.Gone());
        };
    }

    private Uni<Outcome> work(Claim.Taken taken, Label how) {
        var claim = taken.held();
        // parsing a large body takes too long for an event loop
        return bodies.use(taken, cpu, body -> prepareAndLabel(claim, body, how))
                .onFailure().recoverWithItem(failure -> new Outcome.Failed(claim, meaningOf(failure)))
                .onTermination().invoke(() -> leases.letGo(claim));
    }

    private Uni<Outcome> prepareAndLabel(Claim.Held claim, byte @Nullable [] body, Label how) {
        if (body == null) {
            return failed(claim, "body-gone", "the transcript's body is no longer stored");
        }
        try {
            return how.label(claim, prepare.from(body));
        } catch (IOException e) {
            return failed(claim, "body-unreadable", "the transcript's body does not have Deepgram's shape");
        }
    }

    private static Uni<Outcome> failed(Claim.Held claim, String code, String reason) {
        return Uni.createFrom().item(new Outcome.Failed(claim, new JobFailure.Final(Cause.of(code, reason))));
    }

    private Uni<Outcome> labelOrAsk(Claim.Held claim, ClassificationInput input) {
        return withoutLlm(input).map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> label.label(clientRequestId(claim), input, skippedFormats(claim.event())))
                .chain(result -> store(claim, result));
    }

    private Uni<Outcome> labelOnly(Claim.Held claim, ClassificationInput input) {
        return withoutLlm(input).map(result -> store(claim, result))
                .orElseGet(() -> Uni.createFrom().item(new Outcome.LlmAway(claim)));
    }

    private Optional<Result> withoutLlm(ClassificationInput input) {
        return input.conversation()
                .unlabelledReason()
                .<Result>map(reason -> new Result.Unlabelled(Ids.next(), input.request(), input.conversation(), reason))
                .or(() -> label.withoutLlm(input));
    }

    /// One more for each attempt whose answer was of no use.
    private static int skippedFormats(TranscriptReady event) {
        return UnusableAnswer.isCode(event.code()) ? event.attempt() - 1 : 0;
    }

    /// The same for all attempts of a job; at most 64 characters.
    private static String clientRequestId(Claim.Held claim) {
        return claim.transcriptId() + "-" + claim.event().job() + (claim.table() == JobTable.SHADOWS ? "-shadow" : "");
    }

    private Uni<Outcome> store(Claim.Held claim, Result result) {
        return results.store(claim, result)
                .map(isCurrent -> isCurrent
                        ? classified(result)
                        : new Outcome.Overtaken());
    }

    private static Outcome classified(Result result) {
        var by = result.answeredBy();
        return new Outcome.Classified(result instanceof Result.Labelled, by != null,
                by == null ? null : by.unrepaired());
    }

    private static JobFailure meaningOf(Throwable failure) {
        return switch (failure) {
            case LlmException known -> known.failure();
            // a failure that passes is retried where it occurs; this one does not
            case PgException rejected -> new JobFailure.Final(Cause.of("not-storable",
                    "PostgreSQL rejected the result with SQLSTATE " + rejected.getSqlState()));
            case Throwable bug -> unexpected(bug);
        };
    }

    /// A bug must not end the stream. The job is retried like a failed call, and is dead-lettered in the end.
    private static JobFailure unexpected(Throwable bug) {
        LOG.error("Failed to classify a transcript because of a bug; the job is retried", bug);
        return new JobFailure.Retry(Cause.of("internal-error", bug.getClass().getSimpleName()), null);
    }
}
