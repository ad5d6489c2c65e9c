package dev.rolecall.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.rolecall.admission.Gate.WaitedTooLong;
import org.junit.jupiter.api.Test;

class GateTest {
    private final AtomicLong now = new AtomicLong();
    private final Gate gate = new Gate(10, 20, Duration.ofMillis(500), Duration.ofMillis(350), Duration.ofSeconds(3),
            now::get);
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
                .atMost(Duration.ofSeconds(10));
        assertThat(failure).hasSize(1);

        gate.giveBack(10);

        assertThat(taken).containsExactly("a");
        assertThat(gate.taken()).isZero();
    }

    @Test
    void letsABurstWaitLong() {
        fillLine(19);

        for (var i = 0; i < 10; i++) {
            pass(100);
            gate.giveBack(10);
        }

        // the first to wait half a second did so half a second ago
        assertThat(gate.isOverloaded()).isFalse();
    }

    @Test
    void refusesWhoWouldNotWaitBrieflyOnceNobodyHasForASecond() {
        fillLine(19);
        for (var i = 0; i < 16; i++) {
            pass(100);
            gate.giveBack(10);
        }
        // three in the line, ten a second: a newcomer would wait 0.3 s
        assertThat(gate.isOverloaded()).isFalse();

        take("d", 10);

        // 0.4 s
        assertThat(gate.isOverloaded()).isTrue();
        pass(100);
        gate.giveBack(10);
        assertThat(gate.isOverloaded()).isFalse();
    }

    @Test
    void letsABurstWaitAgainOnceNobodyHasWaitedForASecond() {
        fillLine(19);
        for (var i = 0; i < 20; i++) {
            pass(100);
            gate.giveBack(10);
        }
        assertThat(gate.isOverloaded()).as("an empty line").isFalse();

        fillLine(4);
        assertThat(gate.isOverloaded()).as("the same overload, at once").isTrue();
        for (var i = 0; i < 5; i++) {
            gate.giveBack(10);
        }
        pass(1_001);
        fillLine(19);

        assertThat(gate.isOverloaded()).isFalse();
    }

    @Test
    void refusesWhenNobodyIsLetInAtAll() {
        take("a", 10);
        take("b", 1);
        pass(1_500);
        assertThat(gate.isOverloaded()).isFalse();

        pass(1);

        assertThat(gate.isOverloaded()).isTrue();
    }

    @Test
    void refusesWhenTheLineIsFull() {
        fillLine(19);
        assertThat(gate.isOverloaded()).isFalse();

        take("t", 1);

        assertThat(gate.isOverloaded()).isTrue();
    }

    private void fillLine(int waiting) {
        for (var i = 0; i <= waiting; i++) {
            take("" + i, 10);
        }
    }

    private void take(String name, long units) {
        var _ = gate.take(units, () -> taken.add(name)).subscribe().asCompletionStage();
    }

    private void pass(long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
    }
}
