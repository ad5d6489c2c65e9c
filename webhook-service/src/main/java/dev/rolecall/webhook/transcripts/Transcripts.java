package dev.rolecall.webhook.transcripts;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.problem.NotFound;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/// The transcripts, for reading.
@ApplicationScoped
class Transcripts {
    private final Pool pool;

    Transcripts(Pool pool) {
        this.pool = pool;
    }

    /// Newest first.
    Uni<List<Transcript>> list(TranscriptQuery query) {
        var parameters = Tuple.wrap(new ArrayList<>(query.parameters())).addInteger(query.limit());
        return pool.preparedQuery("SELECT %s FROM transcripts WHERE %s ORDER BY id DESC LIMIT $%d"
                .formatted(Transcript.COLUMNS, query.condition(), parameters.size()))
                .execute(parameters)
                .map(Transcripts::all);
    }

    Uni<Transcript> one(UUID id) {
        return pool.preparedQuery("SELECT %s FROM transcripts WHERE id = $1".formatted(Transcript.COLUMNS))
                .execute(Tuple.of(id))
                .map(rows -> all(rows).stream().findFirst()
                        .orElseThrow(() -> new NotFound("There is no transcript " + id + ".")));
    }

    private static List<Transcript> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Transcript::of).toList();
    }
}
