package dev.rolecall.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;

import dev.rolecall.localstack.Stack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Many long transcripts wait for one classifier. It labels all of them, because it reads only as many at once as fit
/// into its memory.
class LargeTranscriptsIT {
    /// A classifier may have 64 in flight; `-Drolecall.large-transcripts=64` takes two minutes.
    private static final int COUNT = Integer.getInteger("rolecall.large-transcripts", 20);
    private static final int SIZE = 20_000_000;
    private static final double MAX_MEGABYTES = 500;
    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stacks.fresh("large-transcripts");
        stack.startServers();
        stack.fakeLlm().start();
        stack.webhook().start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void areAllLabelledInLittleMemory() {
        store();
        stack.webhook().stop();

        stack.classifier().start();
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> labelled() == COUNT);

        var megabytes = Resident.atItsLargest(stack.classifier());
        System.out.printf("%d transcripts of %d bytes: %.0f MB resident%n", COUNT, SIZE, megabytes);
        assertThat(megabytes).isLessThan(MAX_MEGABYTES);
    }

    private static void store() {
        var api = new Api(stack);
        var bodies = CallbackBodies.of(SIZE);
        for (var i = 0; i < COUNT; i++) {
            var answer = api.callback(bodies.withRequestId(UUID.randomUUID())).join();
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    private static int labelled() {
        return (int) stack.database().number("SELECT count(*) FROM processed_transcripts WHERE labelled");
    }
}
