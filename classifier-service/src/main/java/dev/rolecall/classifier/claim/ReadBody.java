package dev.rolecall.classifier.claim;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.admission.Gate;
import dev.rolecall.classifier.claim.Claim.StoredBody;
import dev.rolecall.classifier.database.RetryWhileDatabaseDown;
import dev.rolecall.classifier.progress.Work;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/// Reads the bodies of claimed jobs, as many at once as fit into memory together. The others wait, unread and claimed.
@ApplicationScoped
public class ReadBody {
    /// The compressed body is in memory up to three times while it is received: in Netty's buffer, in the row, and as
    /// bytes.
    private static final int COPIES = 3;
    /// Words take half as much memory as the JSON that has them.
    private static final int SIZE_PER_WORDS = 2;
    /// A job waits for jobs of its pod alone, and each of them is bounded.
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Pool pool;
    private final Gate memory;

    ReadBody(Pool pool, ClaimConfig config) {
        this.pool = pool;
        this.memory = new Gate(config.memory().asLongValue(), Integer.MAX_VALUE, LONGEST, LONGEST, LONGEST,
                System::nanoTime);
    }

    /// Works on the body of a claim. The memory is taken until the work has ended.
    ///
    /// @param on where the work begins
    /// @param work gets the compressed body; null if it is no longer stored
    public <T> Uni<T> use(Claim.Taken claim, Executor on, Function<byte @Nullable [], Uni<? extends T>> work) {
        var needed = memoryOf(claim.body());
        return Work.current().waiting(memory.take(needed, () -> {}))
                .chain(() -> read(claim).emitOn(on).<T>chain(body -> work.apply(body.orElse(null)))
                        .onTermination().invoke(() -> memory.giveBack(needed)));
    }

    static long memoryOf(StoredBody body) {
        return COPIES * body.bytes() + body.size() / SIZE_PER_WORDS;
    }

    private Uni<Optional<byte[]>> read(Claim.Taken claim) {
        return RetryWhileDatabaseDown.retry("read a body", () -> pool.preparedQuery("""
                SELECT body FROM raw_transcripts WHERE transcript_id = $1 AND month = $2 ORDER BY job DESC LIMIT 1""")
                .execute(Tuple.of(claim.held().transcriptId(), claim.body().month()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).findFirst()
                        .map(row -> row.getBuffer("body").getBytes())));
    }
}
