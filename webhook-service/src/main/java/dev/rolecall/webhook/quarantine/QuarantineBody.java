package dev.rolecall.webhook.quarantine;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.body.Body;
import dev.rolecall.webhook.body.ParsedBody.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/// Keeps a body that belongs to no transcript. Deepgram would only send the same body again, and then never again.
@ApplicationScoped
public class QuarantineBody {
    private final Pool pool;
    private final QuarantineQuota quota;

    QuarantineBody(Pool pool, QuarantineQuota quota) {
        this.pool = pool;
        this.quota = quota;
    }

    /// The same body is kept once, with the first reason. Fails with [QuarantineFull].
    public Uni<Void> keep(Body body, Reason reason) {
        return quota.take(body.zstd().length) ? insert(body, reason) : Uni.createFrom().failure(new QuarantineFull());
    }

    private Uni<Void> insert(Body body, Reason reason) {
        return pool.preparedQuery("""
                INSERT INTO quarantine (sha256, request_id, reason, body, size_bytes) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (sha256) DO NOTHING""")
                .execute(Tuple.of(Buffer.buffer(body.sha256()), body.contents().requestId(), reason.text(),
                        Buffer.buffer(body.zstd()), body.size()))
                .replaceWithVoid();
    }

    /// `rolecall.quarantine.max-size` is reached.
    public static final class QuarantineFull extends RuntimeException {
        private static final long serialVersionUID = 1;

        QuarantineFull() {
            super("the quarantine has reached rolecall.quarantine.max-size", null, false, false);
        }
    }
}
