package dev.rolecall.webhook.callback;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.callback.Contents.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Keeps a body that fits no transcript. Deepgram would only send the same again, and then no more.
@ApplicationScoped
class SetAsideBodies {
    private final Pool pool;

    SetAsideBodies(Pool pool) {
        this.pool = pool;
    }

    /// The same body is kept once, with the first reason.
    Uni<Receipt> keep(Body body, @Nullable String requestId, Reason reason) {
        return pool.preparedQuery("""
                INSERT INTO set_aside (sha256, request_id, reason, body, size_bytes) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (sha256) DO NOTHING""")
                .execute(Tuple.of(Buffer.buffer(body.sha256()), requestId, reason.text(), Buffer.buffer(body.zstd()),
                        body.size()))
                .replaceWith(new Receipt.SetAside(body.hash(), reason));
    }
}
