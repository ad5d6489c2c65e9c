package dev.rolecall.webhook.callback;

import static dev.rolecall.webhook.callback.Existing.Meaning.ANOTHER_BODY;
import static dev.rolecall.webhook.callback.Existing.Meaning.DUPLICATE;
import static dev.rolecall.webhook.callback.Existing.Meaning.ERASED;
import static dev.rolecall.webhook.callback.Existing.Meaning.TAKES_PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rolecall.model.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules for what arrives twice.
class ExistingTest {
    private static final byte[] HASH = {1};
    private static final byte[] OTHER_HASH = {2};
    private static final Body SUCCESS = body(
            new Contents.Transcription("r", null, null, 0, null, null, List.of(), Map.of()));
    private static final Body FAILURE = body(new Contents.Failure("r", "code", "text"));

    @Test
    void theSameBodyChangesNothing() {
        assertThat(existing(Status.COMPLETED, HASH).meaningOf(SUCCESS)).isEqualTo(DUPLICATE);
        assertThat(existing(Status.FAILED, HASH).meaningOf(FAILURE)).isEqualTo(DUPLICATE);
    }

    @Test
    void ofTwoDifferentSuccessesTheFirstStays() {
        assertThat(existing(Status.COMPLETED, OTHER_HASH).meaningOf(SUCCESS)).isEqualTo(ANOTHER_BODY);
    }

    @Test
    void aSuccessTakesThePlaceOfAFailureAsANewJob() {
        var failed = existing(Status.FAILED, OTHER_HASH);

        assertThat(failed.meaningOf(SUCCESS)).isEqualTo(TAKES_PLACE);
        assertThat(failed.nextJob()).isEqualTo(2);
    }

    @Test
    void aFailureNeverTakesThePlaceOfASuccess() {
        assertThat(existing(Status.COMPLETED, OTHER_HASH).meaningOf(FAILURE)).isEqualTo(DUPLICATE);
    }

    @Test
    void whatWasSubmittedWaitsForEither() {
        var submitted = existing(Status.PENDING, null);

        assertThat(submitted.meaningOf(SUCCESS)).isEqualTo(TAKES_PLACE);
        assertThat(submitted.meaningOf(FAILURE)).isEqualTo(TAKES_PLACE);
        assertThat(submitted.nextJob()).isEqualTo(1);
    }

    @Test
    void whatWasErasedStaysErased() {
        var erased = new Existing(UUID.randomUUID(), Status.COMPLETED, 1, null, true);

        assertThat(erased.meaningOf(SUCCESS)).isEqualTo(ERASED);
    }

    private static Existing existing(Status status, byte @Nullable [] sha256) {
        return new Existing(UUID.randomUUID(), status, 1, sha256, false);
    }

    private static Body body(Contents contents) {
        return new Body(new byte[0], 0, HASH, contents);
    }
}
