package dev.rolecall.sql;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import org.jboss.logging.Logger;

/// Closes the connections of a pool on which PostgreSQL does not answer. Vert.x' client has no timeout for a statement,
/// and a server that is gone without a reset never answers.
///
/// A statement that waits for a lock or for the disk is not silence: then older connections get answers.
final class SilenceWatch implements Handler<SqlConnection> {
    private static final Logger LOG = Logger.getLogger(SilenceWatch.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Set<ReplyWatch> connections = ConcurrentHashMap.newKeySet();
    private final AbandonedBackends abandoned;
    private final Duration silenceTimeout;
    private final Duration replyTimeout;

    SilenceWatch(Vertx vertx, AbandonedBackends abandoned, Duration silenceTimeout, Duration replyTimeout) {
        this.abandoned = abandoned;
        this.silenceTimeout = silenceTimeout;
        this.replyTimeout = replyTimeout;
        vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), _ -> look(System.nanoTime()));
    }

    /// A new connection, which its pool gets when it is closed here.
    @Override
    public void handle(SqlConnection connection) {
        if (((SqlConnectionInternal) connection).unwrap().unwrap() instanceof SocketConnectionBase established) {
            watch(established);
        }
        var _ = connection.close();
    }

    private void watch(SocketConnectionBase established) {
        var pipeline = established.socket().channelHandlerContext().pipeline();
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
        var watch = new ReplyWatch(established.getProcessId());
        var tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst(watch);
        } else {
            pipeline.addAfter(tls.name(), "reply-watch", watch);
        }
        connections.add(watch);
        var _ = pipeline.channel().closeFuture().addListener(_ -> connections.remove(watch));
    }

    private void look(long now) {
        abandoned.look();
        connections.stream()
                .filter(connection -> connection.hasWaited(replyTimeout.toNanos(), now))
                .forEach(connection -> close(List.of(connection), replyTimeout));
        connections.stream()
                .filter(connection -> connection.hasWaited(silenceTimeout.toNanos(), now))
                .map(ReplyWatch::waitingSince)
                .filter(this::isSilentSince)
                .findFirst()
                .ifPresent(since -> close(
                        connections.stream().filter(connection -> connection.isUnheardSince(since)).toList(),
                        silenceTimeout));
    }

    private boolean isSilentSince(long time) {
        return connections.stream().noneMatch(connection -> connection.isHeardSince(time));
    }

    private void close(List<ReplyWatch> silent, Duration waited) {
        var pids = silent.stream().filter(ReplyWatch::isWaiting).map(ReplyWatch::pid).toList();
        if (!abandoned.add(pids)) {
            return;
        }
        LOG.warnf(
                "PostgreSQL has not answered a statement for %d ms; %d connections are closed, and replaced when they are needed",
                waited.toMillis(), silent.size());
        silent.forEach(ReplyWatch::close);
    }
}
