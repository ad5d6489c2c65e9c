package dev.rolecall.classifier.llm.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.JobFailure.Cause;
import dev.rolecall.classifier.llm.LlmException;
import dev.rolecall.classifier.llm.client.ProviderPause.Refused;
import dev.rolecall.classifier.llm.client.ProviderPause.Ticket;
import dev.rolecall.classifier.llm.provider.Provider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.threeten.extra.MutableClock;

class ProviderPauseTest {
    private static final Cause CAUSE = new Cause("invalid_api_key", "", null, new Provider("host", "m"));

    private final MutableClock clock = MutableClock.epochUTC();
    private final ProviderPause pause = new ProviderPause("host", clock);

    @Test
    void letsEveryQuestionThroughUntilOneFailsForEveryCall() {
        end(paused(null));

        assertThat(pause.enter()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.why().cause()).isEqualTo(CAUSE);
            assertThat(refused.why().after()).isEqualTo(Duration.ofSeconds(5));
        });
    }

    @Test
    void isTriedAgainByOneQuestionAtATime() {
        end(paused(null));
        clock.add(Duration.ofSeconds(5));

        var probe = ticket();
        assertThat(pause.enter()).as("while that one is under way").isInstanceOf(Refused.class);

        pause.ended(probe, null);
        assertThat(pause.isPaused()).isFalse();
    }

    @Test
    void waitsLongerAfterEachTryThatFails() {
        end(paused(null));
        clock.add(Duration.ofSeconds(5));

        end(new LlmException(new JobFailure.Retry(CAUSE, null)));

        clock.add(Duration.ofSeconds(9));
        assertThat(pause.enter()).isInstanceOf(Refused.class);
        clock.add(Duration.ofSeconds(1));
        assertThat(pause.enter()).isInstanceOf(Ticket.class);
    }

    @Test
    void waitsForRetryAfter() {
        end(paused(Duration.ofMinutes(3)));

        clock.add(Duration.ofMinutes(2));

        assertThat(pause.enter()).isInstanceOf(Refused.class);
    }

    /// However late they end.
    @Test
    void ignoresQuestionsThatWereAskedBeforeThePause() {
        var early = List.of(ticket(), ticket());
        end(paused(null));
        clock.add(Duration.ofSeconds(5));
        var probe = ticket();

        pause.ended(early.getFirst(), null);
        assertThat(pause.isPaused()).isTrue();
        pause.ended(early.getLast(), paused(null));
        assertThat(pause.enter()).as("the probe is under way").isInstanceOf(Refused.class);

        pause.ended(probe, null);
        assertThat(pause.isPaused()).isFalse();
    }

    static List<JobFailure> failuresWithoutACall() {
        return List.of(new JobFailure.Pause(Cause.of("spend-limit", ""), "rolecall.budget.*", null),
                new JobFailure.Wait(Cause.of("tag-spend-limit", ""), null));
    }

    @ParameterizedTest
    @MethodSource("failuresWithoutACall")
    void learnsNothingFromAQuestionThatWasNotAsked(JobFailure failure) {
        end(new LlmException(failure));
        assertThat(pause.isPaused()).isFalse();
        end(paused(null));
        clock.add(Duration.ofSeconds(5));

        end(new LlmException(failure));

        assertThat(pause.isPaused()).isTrue();
        assertThat(pause.enter()).as("the next question tries").isInstanceOf(Ticket.class);
    }

    @Test
    void isNotPausedByOneFailure() {
        end(new LlmException(new JobFailure.Retry(CAUSE, null)));

        assertThat(pause.isPaused()).isFalse();
    }

    private void end(LlmException failure) {
        pause.ended(ticket(), failure);
    }

    private Ticket ticket() {
        return (Ticket) pause.enter();
    }

    private static LlmException paused(@Nullable Duration after) {
        return new LlmException(new JobFailure.Pause(CAUSE, "rolecall.llm.api-key", after));
    }
}
