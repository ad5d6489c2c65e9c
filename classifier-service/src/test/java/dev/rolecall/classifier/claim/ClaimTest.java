package dev.rolecall.classifier.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;

import dev.rolecall.classifier.claim.Claim.Why;
import dev.rolecall.contract.Status;
import dev.rolecall.contract.TranscriptReady;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Why a claim is refused.
class ClaimTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");
    private static final UUID ID = UUID.fromString("01a209c1-ca1f-7d17-845f-c622db1dab66");

    @Test
    void endedIfTheJobIsDoneDeadOrOvertaken() {
        assertThat(refused(Status.COMPLETED, 1, event(1))).isEqualTo(new Claim.Ended(Why.DONE));
        assertThat(refused(Status.FAILED, 1, event(1))).isEqualTo(new Claim.Ended(Why.DEAD_LETTERED));
        assertThat(refused(Status.PROCESSING, 2, event(1))).isEqualTo(new Claim.Ended(Why.OVERTAKEN));
    }

    @Test
    void endedIfAnOperatorHasParkedTheJob() {
        var parked = new Claim.Seen(Status.COMPLETED, Status.FAILED, 2, 5, null, false, true);

        assertThat(Claim.refused(parked, event(1), NOW)).isEqualTo(new Claim.Ended(Why.OVERTAKEN));
        assertThat(Claim.refused(parked, event(2), NOW)).isEqualTo(new Claim.Ended(Why.PARKED));
        assertThat(Claim.refused(parked, event(3), NOW)).isEqualTo(new Claim.Ended(Why.PARKED));
    }

    @Test
    void endedIfAJobIsNamedThatNobodyBegan() {
        assertThat(refused(Status.COMPLETED, 1, event(2))).isEqualTo(new Claim.Ended(Why.NOT_DUE));
    }

    @Test
    void endedIfTheAttemptWasMadeAlready() {
        var transcript = new Claim.Seen(Status.COMPLETED, Status.PENDING, 1, 1, null, false, false);

        assertThat(Claim.refused(transcript, event(1), NOW)).isEqualTo(new Claim.Ended(Why.ATTEMPT_SPENT));
    }

    @Test
    void elsewhereUntilTheLeaseEnds() {
        var until = NOW.plusSeconds(9);

        assertThat(Claim.refused(transcript(Status.PROCESSING, 1, until), event(1), NOW))
                .isEqualTo(new Claim.Elsewhere(until));
    }

    @Test
    void elsewhereUntilNowIfItWasReleasedBetweenTheTwoLooks() {
        assertThat(refused(Status.PENDING, 1, event(1))).isEqualTo(new Claim.Elsewhere(NOW));
        assertThat(Claim.refused(transcript(Status.PROCESSING, 1, NOW.minusSeconds(1)), event(1), NOW))
                .isEqualTo(new Claim.Elsewhere(NOW));
    }

    @Test
    void endedIfItWasErased() {
        var transcript = new Claim.Seen(Status.COMPLETED, Status.PENDING, 1, 0, null, true, false);

        assertThat(Claim.refused(transcript, event(1), NOW)).isEqualTo(new Claim.Ended(Why.ERASED));
    }

    private static Claim refused(Status processing, int job, TranscriptReady event) {
        return Claim.refused(transcript(processing, job, NOW), event, NOW);
    }

    private static Claim.Seen transcript(Status processing, int job, @Nullable Instant lease) {
        return new Claim.Seen(Status.COMPLETED, processing, job, 0, lease, false, false);
    }

    private static TranscriptReady event(int job) {
        return TranscriptReady.first(ID, "r", job, 1, null);
    }
}
