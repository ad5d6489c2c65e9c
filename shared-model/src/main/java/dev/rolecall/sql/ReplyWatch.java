package dev.rolecall.sql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/// When one connection last sent a statement, and when it last received anything. Times are [System#nanoTime].
///
/// A statement has its whole answer when PostgreSQL sends ReadyForQuery, the six bytes `Z 0 0 0 5 status`
/// (https://www.postgresql.org/docs/current/protocol-message-formats.html).
final class ReplyWatch extends ChannelDuplexHandler {
    private static final long READY = 'Z' * 0x1_0000_0000L + 5;
    private static final long SIX_BYTES = 0xFFFF_FFFF_FFFFL;

    private final int pid;
    private final long since = System.nanoTime();
    private volatile boolean isWaiting;
    private volatile long waitingSince;
    private volatile long lastHeard = since;
    private long lastSixBytes;
    private volatile @Nullable ChannelHandlerContext connection;

    /// @param pid of the server process
    ReplyWatch(int pid) {
        this.pid = pid;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = context;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!isWaiting) {
            waitingSince = System.nanoTime();
            isWaiting = true;
        }
        var _ = context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastHeard = System.nanoTime();
        waitingSince = lastHeard;
        // what comes without a statement, such as a changed parameter, is not the
        // beginning of an answer
        if (message instanceof ByteBuf bytes && endsWithReady(bytes)) {
            isWaiting = false;
        }
        context.fireChannelRead(message);
    }

    private boolean endsWithReady(ByteBuf bytes) {
        for (var i = Math.max(bytes.readerIndex(), bytes.writerIndex() - 6); i < bytes.writerIndex(); i++) {
            lastSixBytes = (lastSixBytes << 8 | bytes.getUnsignedByte(i)) & SIX_BYTES;
        }
        return lastSixBytes >>> 8 == READY;
    }

    /// Whether a statement has had no answer for this long.
    boolean hasWaited(long nanos, long now) {
        return isWaiting && now - waitingSince > nanos;
    }

    int pid() {
        return pid;
    }

    boolean isWaiting() {
        return isWaiting;
    }

    /// Since when a statement has been waiting.
    long waitingSince() {
        return waitingSince;
    }

    /// Whether this connection existed at a time and has not received anything since.
    boolean isUnheardSince(long time) {
        return existedAt(time) && lastHeard - time <= 0;
    }

    /// Whether this connection existed at a time and has received something since.
    boolean isHeardSince(long time) {
        return existedAt(time) && lastHeard - time > 0;
    }

    private boolean existedAt(long time) {
        return since - time <= 0;
    }

    /// Closes the socket at once, past Vert.x' handlers, which would wait for the statement. The statement fails, and the
    /// pool makes another connection.
    void close() {
        var context = connection;
        if (context != null) {
            var _ = context.close();
        }
    }
}
