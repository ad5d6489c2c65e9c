package dev.rolecall.classifier.llm.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutageDetectorTest {
    private final OutageDetector calls = new OutageDetector();

    @Test
    void takesAFewFailuresForHiccups() {
        note(9, true);
        note(11, false);

        assertThat(calls.isOutage()).isFalse();
    }

    @Test
    void takesHalfOfTwentyForAnOutage() {
        note(10, false);
        note(10, true);

        assertThat(calls.isOutage()).isTrue();
    }

    @Test
    void forgetsWhatIsLongerAgoThanTwentyCalls() {
        note(20, true);
        note(11, false);

        assertThat(calls.isOutage()).isFalse();
    }

    @Test
    void knowsNothingBeforeTwentyCalls() {
        note(19, true);

        assertThat(calls.isOutage()).isFalse();
    }

    private void note(int times, boolean failed) {
        for (var i = 0; i < times; i++) {
            calls.record(failed);
        }
    }
}
