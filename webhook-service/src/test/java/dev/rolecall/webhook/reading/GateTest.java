package dev.rolecall.webhook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.rolecall.webhook.reading.Gate.WaitedTooLong;
import org.junit.jupiter.api.Test;

class GateTest {
    private final AtomicLong now = new AtomicLong();
    private final Gate gate = new Gate(10, Duration.ofMillis(500), Duration.ofSeconds(1), now::get);
    private final List<String> taken = new ArrayList<>();

    @Test
    void letsInWhatFitsAndTheRestInItsOrder() {
        take("a", 6);
        take("b", 5);
        take("c", 1);
        assertThat(taken).containsExactly("a");

        gate.giveBack(6);

        assertThat(taken).containsExactly("a", "b", "c");
        assertThat(gate.taken()).isEqualTo(6);
    }

    @Test
    void letsInWhatIsLargerThanItselfAlone() {
        take("a", 1);
        take("b", 50);
        assertThat(taken).containsExactly("a");

        gate.giveBack(1);
        assertThat(taken).containsExactly("a", "b");
        take("c", 1);
        assertThat(taken).hasSize(2);

        gate.giveBack(50);
        assertThat(taken).hasSize(3);
        assertThat(gate.taken()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForWhoHasGivenUp() {
        take("a", 10);
        var failure = new ArrayList<Throwable>();
        var _ = gate.take(10, () -> taken.add("b")).onFailure(WaitedTooLong.class)
                .invoke(failure::add)
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(failure).hasSize(1);

        gate.giveBack(10);

        assertThat(taken).containsExactly("a");
        assertThat(gate.taken()).isZero();
    }

    @Test
    void hasAStandingQueueWhenNobodyHasWaitedBriefly() {
        for (var i = 0; i < 20; i++) {
            take("a", 10);
        }
        pass(499);
        gate.giveBack(10);
        assertThat(gate.hasStandingQueue()).isFalse();

        pass(10);
        gate.giveBack(10);
        pass(50);
        gate.giveBack(10);
        assertThat(gate.hasStandingQueue()).isFalse();
        pass(60);
        assertThat(gate.hasStandingQueue()).isTrue();

        for (var i = 0; i < 17; i++) {
            gate.giveBack(10);
        }
        assertThat(gate.hasStandingQueue()).isFalse();
    }

    private void take(String name, long units) {
        var _ = gate.take(units, () -> taken.add(name)).subscribe().asCompletionStage();
    }

    private void pass(long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
