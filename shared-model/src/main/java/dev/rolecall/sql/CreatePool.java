package dev.rolecall.sql;

import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;

/// Makes a connection pool: with a bounded queue, and without connections on which PostgreSQL has fallen silent.
@ApplicationScoped
public class CreatePool implements PgPoolCreator {
    private final ConnectionsConfig config;

    CreatePool(ConnectionsConfig config) {
        this.config = config;
    }

    @Override
    @SuppressWarnings("deprecation") // Quarkus casts the pool to PgPool
    public Pool create(Input input) {
        var silence = config.silenceTimeout();
        for (var server : input.pgConnectOptionsList()) {
            server.setTcpKeepAlive(true)
                    .setConnectTimeout((int) silence.toMillis())
                    // for the handshake; SilenceWatch replaces it
                    .setReadIdleTimeout((int) silence.toMillis())
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        var pool = PgPool.pool(input.vertx(), input.pgConnectOptionsList(),
                input.poolOptions().setMaxWaitQueueSize(config.waiting()));
        var abandoned = new AbandonedBackends(input.vertx(), input.pgConnectOptionsList().getFirst(),
                input.poolOptions().getMaxSize());
        return pool.connectHandler(new SilenceWatch(input.vertx(), abandoned, silence, config.replyTimeout()));
    }
}
