package dev.rolecall.webhook.quarantine;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import dev.rolecall.webhook.ingestion.CallbackOutcome;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Keeps a body that fits no transcript. Deepgram would only send the same again, and then no more.
@ApplicationScoped
public class QuarantinedBodies {
    private final Pool pool;

    QuarantinedBodies(Pool pool) {
        this.pool = pool;
    }

    /// The same body is kept once, with the first reason.
    public Uni<CallbackOutcome> keep(Body body, Reason reason) {
        return pool.preparedQuery("""
                INSERT INTO set_aside (sha256, request_id, reason, body, size_bytes) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (sha256) DO NOTHING""")
                .execute(Tuple.of(Buffer.buffer(body.sha256()), body.contents().requestId(), reason.text(),
                        Buffer.buffer(body.zstd()),
                        body.size()))
                .replaceWith(new CallbackOutcome.SetAside(body.hash(), reason));
    }

    /// What is kept under a hash.
    ///
    /// @return null if nothing is
    public Uni<@Nullable Body> find(byte[] sha256) {
        return pool.preparedQuery("SELECT body, size_bytes FROM set_aside WHERE sha256 = $1")
                .execute(Tuple.of(Buffer.buffer(sha256)))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem().ifNotNull().transform(row -> body(sha256, row));
    }

    /// Scanned again: what is known of a body is not kept beside it.
    private static Body body(byte[] sha256, Row row) {
        var zstd = row.getBuffer("body").getBytes();
        return Body.stored(zstd, row.getLong("size_bytes"), sha256);
    }
}
