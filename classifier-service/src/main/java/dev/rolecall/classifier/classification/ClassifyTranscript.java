package dev.rolecall.classifier.classification;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.claim.Claims;
import dev.rolecall.classifier.claim.Leases;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.result.Result;
import dev.rolecall.classifier.result.Results;
import dev.rolecall.contract.TranscriptReady;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Labels the speakers of one transcript, once.
///
/// The model is asked between two short statements, so a slow answer never holds a connection.
@ApplicationScoped
public class ClassifyTranscript {
    private static final Logger LOG = Logger.getLogger(ClassifyTranscript.class);

    private final Claims claims;
    private final Leases leases;
    private final PrepareTranscript read;
    private final LabelSpeakers ask;
    private final Results results;
    private final CpuBoundExecutor cores;

    ClassifyTranscript(Claims claims, Leases leases, PrepareTranscript read, LabelSpeakers ask, Results results,
            CpuBoundExecutor cores) {
        this.claims = claims;
        this.leases = leases;
        this.read = read;
        this.ask = ask;
        this.results = results;
        this.cores = cores;
    }

    public Uni<Outcome> classify(TranscriptReady event) {
        return claims.take(event)
                // a large body takes a while to read: not on an event loop
                .emitOn(cores)
                .chain(this::proceed);
    }

    private Uni<Outcome> proceed(Claim claim) {
        return switch (claim) {
            case Claim.Taken(var held, var body) ->
                label(held, Uni.createFrom().deferred(() -> resultOf(held, material(body.release()))));
            case Claim.Elsewhere(var until) -> Uni.createFrom().item(new Outcome.Elsewhere(until));
            case Claim.Ended(var why) -> Uni.createFrom().item(new Outcome.NothingToDo(why));
            case Claim.Gone _ -> Uni.createFrom().item(new Outcome.Gone());
        };
    }

    private Uni<Outcome> label(Claim.Held claim, Uni<Result> result) {
        return result
                .chain(it -> store(claim, it))
                .onFailure().recoverWithItem(failure -> new Outcome.Failed(claim, meaningOf(failure)))
                .onTermination().invoke(() -> leases.letGo(claim.transcriptId(), claim.number()));
    }

    private ClassificationInput material(byte @Nullable [] body) {
        if (body == null) {
            throw final_("body-gone", "the transcript's body is no longer stored");
        }
        try {
            return read.from(body);
        } catch (IOException e) {
            throw final_("body-unreadable", "the transcript's body is not in Deepgram's shape");
        }
    }

    private static LlmException final_(String code, String reason) {
        return new LlmException(new JobFailure.Final(code, reason, null));
    }

    private Uni<Result> resultOf(Claim.Held claim, ClassificationInput material) {
        return material.conversation()
                .unlabelledReason()
                .map(why -> Uni.createFrom()
                        .item(Result.unlabelled(material.request(), material.conversation(), why)))
                .orElseGet(() -> ask.about(clientRequestId(claim), material));
    }

    /// One for every job, the same for all its attempts: at most 64 characters.
    private static String clientRequestId(Claim.Held claim) {
        return claim.transcriptId() + "-" + claim.event().job();
    }

    private Uni<Outcome> store(Claim.Held claim, Result result) {
        return results.store(claim, result)
                .map(isShown -> isShown ? new Outcome.Classified(result.isLabelled()) : new Outcome.Overtaken());
    }

    private static JobFailure meaningOf(Throwable failure) {
        return switch (failure) {
            case LlmException known -> known.failure();
            // only what no waiting mends comes through: see Patience
            case PgException refused -> new JobFailure.Final("not-storable",
                    "PostgreSQL refused the result with SQLSTATE " + refused.getSqlState(), null);
            case Throwable bug -> unexpected(bug);
        };
    }

    /// A mistake of ours must not stop the stream: it goes the way of a failed call, and ends among the dead letters.
    private static JobFailure unexpected(Throwable bug) {
        LOG.error("a classification failed in a way that nobody foresaw", bug);
        return new JobFailure.Retry("internal-error", bug.getClass().getSimpleName(), null, null);
    }
}
