package dev.rolecall.webhook.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.ingestion.BodyDisposition.Create;
import dev.rolecall.webhook.ingestion.BodyDisposition.Discard;
import dev.rolecall.webhook.ingestion.BodyDisposition.Quarantine;
import dev.rolecall.webhook.ingestion.BodyDisposition.Replace;
import dev.rolecall.webhook.ingestion.BodyDisposition.Why;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules for what arrives twice, and for whom.
class BodyDispositionTest {
    private static final byte[] HASH = {1};
    private static final byte[] OTHER_HASH = {2};
    private static final Body SUCCESS = success("r");
    private static final Body FAILURE = body(new ParsedBody.Failure("r", "code", "text"));
    private static final Body MESSAGE = body(new ParsedBody.PlainText("UUID parsing failed"));

    @Test
    void theSameBodyChangesNothing() {
        var success = existing("r", Status.COMPLETED, OTHER_HASH, HASH);
        var failure = existing("r", Status.FAILED, HASH);

        assertThat(BodyDisposition.of(SUCCESS, new Matches(null, success)))
                .isEqualTo(new Discard(success, Why.DUPLICATE));
        assertThat(BodyDisposition.of(FAILURE, new Matches(null, failure)))
                .isEqualTo(new Discard(failure, Why.DUPLICATE));
    }

    @Test
    void ofTwoDifferentSuccessesTheFirstStays() {
        assertThat(BodyDisposition.of(SUCCESS, new Matches(null, existing("r", Status.COMPLETED, OTHER_HASH))))
                .isEqualTo(new Quarantine(Reason.ANOTHER_BODY));
    }

    @Test
    void aSuccessTakesThePlaceOfAFailureAsANewJob() {
        var failed = existing("r", Status.FAILED, OTHER_HASH);

        assertThat(BodyDisposition.of(SUCCESS, new Matches(null, failed))).isEqualTo(new Replace(failed));
        assertThat(failed.nextJob()).isEqualTo(2);
    }

    @Test
    void aFailureNeverTakesThePlaceOfWhatHasEnded() {
        var success = existing("r", Status.COMPLETED, OTHER_HASH);
        var failure = existing("r", Status.FAILED, OTHER_HASH);

        assertThat(BodyDisposition.of(FAILURE, new Matches(null, success)))
                .isEqualTo(new Discard(success, Why.IGNORED));
        assertThat(BodyDisposition.of(FAILURE, new Matches(null, failure)))
                .isEqualTo(new Discard(failure, Why.IGNORED));
        assertThat(BodyDisposition.of(MESSAGE, new Matches(success, null)))
                .isEqualTo(new Discard(success, Why.IGNORED));
    }

    @Test
    void whatWasSubmittedWaitsForEither() {
        var submitted = existing("r", Status.PENDING);

        assertThat(BodyDisposition.of(SUCCESS, new Matches(null, submitted))).isEqualTo(new Replace(submitted));
        assertThat(BodyDisposition.of(FAILURE, new Matches(null, submitted))).isEqualTo(new Replace(submitted));
        assertThat(submitted.nextJob()).isEqualTo(1);
    }

    @Test
    void whatWasErasedStaysErased() {
        var erased = new ExistingTranscript(UUID.randomUUID(), "r", Status.COMPLETED, 1, List.of(), true);

        assertThat(BodyDisposition.of(SUCCESS, new Matches(null, erased))).isEqualTo(new Discard(erased, Why.ERASED));
    }

    @Test
    void thePathDecidesWhereDeepgramsIdSaysNothing() {
        var unnamed = existing(null, Status.PENDING);
        var other = existing("other", Status.PENDING);

        assertThat(BodyDisposition.of(SUCCESS, new Matches(unnamed, null))).isEqualTo(new Replace(unnamed));
        assertThat(BodyDisposition.of(success(null), new Matches(other, null))).isEqualTo(new Replace(other));
        assertThat(BodyDisposition.of(MESSAGE, new Matches(other, null))).isEqualTo(new Replace(other));
    }

    @Test
    void deepgramsIdGoesBeforeThePath() {
        var known = existing("r", Status.PENDING);

        assertThat(BodyDisposition.of(SUCCESS, new Matches(existing(null, Status.PENDING), known)))
                .isEqualTo(new Replace(known));
    }

    @Test
    void aBodyForAnotherRequestsTranscriptIsQuarantined() {
        assertThat(BodyDisposition.of(SUCCESS, new Matches(existing("other", Status.PENDING), null)))
                .isEqualTo(new Quarantine(Reason.ANOTHER_REQUEST));
    }

    @Test
    void withoutATranscriptThereIsANewOneOrNothingToKnowItBy() {
        assertThat(BodyDisposition.of(SUCCESS, Matches.NONE)).isEqualTo(new Create());
        assertThat(BodyDisposition.of(success(null), Matches.NONE)).isEqualTo(new Quarantine(Reason.NO_REQUEST_ID));
        assertThat(BodyDisposition.of(MESSAGE, Matches.NONE)).isEqualTo(new Quarantine(Reason.NOT_JSON));
    }

    @Test
    void aBodyThatSaysNothingIsQuarantinedForEveryTranscript() {
        var garbage = body(new ParsedBody.Unusable(null, Reason.NOT_JSON));

        assertThat(BodyDisposition.of(garbage, new Matches(existing(null, Status.PENDING), null)))
                .isEqualTo(new Quarantine(Reason.NOT_JSON));
    }

    private static ExistingTranscript existing(@Nullable String requestId, Status status, byte[]... hashes) {
        return new ExistingTranscript(UUID.randomUUID(), requestId, status, 1, List.of(hashes), false);
    }

    private static Body success(@Nullable String requestId) {
        return body(new ParsedBody.Transcription(requestId, null, null, 0, null, null, List.of(), Map.of()));
    }

    private static Body body(ParsedBody contents) {
        return new Body(new byte[0], 0, HASH, contents, null);
    }
}
