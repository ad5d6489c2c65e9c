package dev.rolecall.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyWatchTest {
    private static final byte[] READY = {'Z', 0, 0, 0, 5, 'I'};
    private static final byte[] PARAMETER_STATUS = {'S', 0, 0, 0, 8, 'a', 0, 'b', 0};

    private final ReplyWatch watch = new ReplyWatch(7);
    private final EmbeddedChannel connection = new EmbeddedChannel(watch);

    @AfterEach
    void release() {
        connection.finishAndReleaseAll();
    }

    @Test
    void waitsFromAStatementToTheEndOfItsAnswer() {
        assertThat(watch.isWaiting()).isFalse();

        send();
        assertThat(watch.isWaiting()).isTrue();
        receive(new byte[]{'D', 0, 0, 0, 4});
        assertThat(watch.isWaiting()).isTrue();
        receive(READY);

        assertThat(watch.isWaiting()).isFalse();
    }

    @Test
    void findsTheEndWhereverTheAnswerIsCut() {
        for (var cut = 1; cut < READY.length; cut++) {
            send();
            receive(Arrays.copyOf(READY, cut));
            assertThat(watch.isWaiting()).as("after %d bytes", cut).isTrue();
            receive(Arrays.copyOfRange(READY, cut, READY.length));
            assertThat(watch.isWaiting()).as("cut at %d", cut).isFalse();
        }
    }

    @Test
    void doesNotWaitAfterAMessageThatAnswersNoStatement() {
        receive(PARAMETER_STATUS);

        assertThat(watch.isWaiting()).isFalse();
    }

    @Test
    void knowsWhetherItWasHeardSinceATime() {
        var before = System.nanoTime();
        assertThat(watch.isHeardSince(before)).isFalse();
        assertThat(watch.isUnheardSince(before)).isTrue();

        receive(READY);

        assertThat(watch.isHeardSince(before)).isTrue();
        assertThat(new ReplyWatch(8).isUnheardSince(before)).as("a connection that is younger").isFalse();
    }

    @Test
    void closesTheSocket() {
        watch.close();

        assertThat(connection.isOpen()).isFalse();
    }

    private void send() {
        connection.writeOutbound(Unpooled.wrappedBuffer(new byte[]{'Q'}));
    }

    private void receive(byte[] bytes) {
        connection.writeInbound(Unpooled.wrappedBuffer(bytes));
    }
}
