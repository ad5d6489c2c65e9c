package dev.rolecall.webhook.transcripts;

import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.luben.zstd.Zstd;
import dev.rolecall.webhook.body.MaskSecret;
import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/// The large values that hang on a transcript: its body as received, and its result.
@ApplicationScoped
public class Bodies {
    private final Pool pool;

    Bodies(Pool pool) {
        this.pool = pool;
    }

    /// The bytes exactly as Deepgram sent them, but for the callback's secret.
    Uni<byte[]> raw(Transcript transcript) {
        return pool.preparedQuery("""
                SELECT body, size_bytes FROM raw_transcripts WHERE transcript_id = $1 AND month = $2
                ORDER BY job DESC LIMIT 1""")
                .execute(Tuple.of(transcript.id(), transcript.month()))
                .map(rows -> only(rows, "Transcript " + transcript.id() + " has no body yet."))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(Bodies::shown);
    }

    /// The result that is shown, as JSON.
    Uni<String> processed(Transcript transcript) {
        return pool.preparedQuery("""
                SELECT jsonb_build_object('id', id, 'transcriptId', transcript_id, 'job', job, 'labelled', labelled,
                    'unlabelledReason', unlabelled_reason, 'model', model, 'inputTokens', input_tokens,
                    'cachedTokens', cached_tokens, 'outputTokens', output_tokens, 'costUsd', cost_usd,
                    'createdAt', created_at) || result AS result
                FROM processed_transcripts WHERE id = $1 AND month = $2""")
                .execute(Tuple.of(transcript.resultId(), transcript.month()))
                .map(rows -> only(rows, "Transcript %s is not classified yet: its processing status is %s."
                        .formatted(transcript.id(), transcript.processingStatus().text())))
                .map(row -> row.getJsonObject("result").encode());
    }

    public Uni<byte[]> setAside(byte[] sha256) {
        return pool.preparedQuery("SELECT body, size_bytes FROM set_aside WHERE sha256 = $1")
                .execute(Tuple.of(Buffer.buffer(sha256)))
                .map(rows -> only(rows, "No body with this hash was set aside."))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(Bodies::shown);
    }

    private static Row only(RowSet<Row> rows, String otherwise) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().orElseThrow(() -> new NotFound(otherwise));
    }

    /// A large one takes a while: not on an event loop.
    private static byte[] shown(Row row) {
        return MaskSecret.in(
                Zstd.decompress(row.getBuffer("body").getBytes(), Math.toIntExact(row.getLong("size_bytes"))));
    }
}
