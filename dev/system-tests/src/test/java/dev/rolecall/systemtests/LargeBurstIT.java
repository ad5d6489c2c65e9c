package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Many large callbacks at the same moment wait for room instead of being refused. The sender holds all of them in
/// memory, which bounds their number here.
class LargeBurstIT {
    private static Stack stack;
    private static Api api;

    @BeforeAll
    static void start() {
        stack = Stacks.fresh("large-burst");
        stack.startServers();
        stack.webhook().start();
        api = new Api(stack);
        // a pod that is in use, not one that has just started
        burst(40, CallbackBodies.of(1_500_000));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /// In one of three bursts: on a busy machine some of a burst were refused as overloaded.
    @ParameterizedTest
    @CsvSource({"80, 1500000", "40, 3000000"})
    void areAllStoredAtTheFirstAttempt(int count, int size) {
        var bodies = CallbackBodies.of(size);

        assertThat(Stream.generate(() -> timed(count, bodies)).limit(3).anyMatch(Map.of(200, (long) count)::equals))
                .isTrue();
    }

    private static Map<Integer, Long> timed(int count, CallbackBodies bodies) {
        var began = System.nanoTime();

        var answers = burst(count, bodies);

        System.out.printf("%d bodies at once: %s after %.1f s%n", count, answers, (System.nanoTime() - began) / 1e9);
        return answers;
    }

    private static Map<Integer, Long> burst(int count, CallbackBodies bodies) {
        return IntStream.range(0, count)
                .mapToObj(_ -> api.callback(bodies.withRequestId(UUID.randomUUID())))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .collect(Collectors.groupingBy(answer -> answer.statusCode(), Collectors.counting()));
    }
}
