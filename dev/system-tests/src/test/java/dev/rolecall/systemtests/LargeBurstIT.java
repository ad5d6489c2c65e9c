package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /// There is room for 48 MB (`rolecall.reading`); what else is stored has waited for it. A slow machine refuses the
    /// end of a burst as overloaded, so one and a half times the room, in one burst of three, is enough.
    @ParameterizedTest
    @CsvSource({"80, 1500000", "40, 3000000"})
    void waitForRoom(int count, int size) {
        var bodies = CallbackBodies.of(size);
        var fitAtOnce = 48 * 1024 * 1024 / size;

        var bursts = IntStream.range(0, 3).mapToObj(_ -> burstInQuiet(count, bodies)).toList();

        System.out.println(count + " bodies at once: " + bursts);
        assertThat(bursts).allSatisfy(answers -> assertThat(answers.keySet()).isSubsetOf(200, 503));
        assertThat(bursts)
                .anySatisfy(answers -> assertThat(answers.getOrDefault(200, 0L)).isGreaterThan(fitAtOnce * 3L / 2));
    }

    /// A burst that waited for long, as the first one of a cold pod does, counts as a standing queue until a second has
    /// passed in which no body waits. Until then more would be refused.
    private static Map<Integer, Long> burstInQuiet(int count, CallbackBodies bodies) {
        await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
        return burst(count, bodies);
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
