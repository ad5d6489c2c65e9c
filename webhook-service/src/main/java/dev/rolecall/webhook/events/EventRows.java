package dev.rolecall.webhook.events;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.contract.Topics;
import dev.rolecall.contract.TranscriptReady;
import dev.rolecall.outbox.OutboxConfig;
import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.outbox.OutboxRowFactory;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

/// Outbox rows for many transcripts in one statement.
@ApplicationScoped
public class EventRows {
    /// The columns of a transcript `t`, and of its body, that [#parameters] needs.
    public static final String COLUMNS = "t.id, t.request_id, t.job, t.month, r.size_bytes";
    /// The current body of a transcript `t`. It has none in a month that is about to be dropped.
    public static final String BODY = """
            JOIN LATERAL (SELECT size_bytes FROM raw_transcripts WHERE transcript_id = t.id AND month = t.month
                    AND NOT EXISTS (SELECT FROM dropped_months d WHERE d.month = t.month)
                ORDER BY job DESC LIMIT 1) r ON true
            """;
    /// The parameters as a table `e` of transcripts.
    public static final String GIVEN = """
            unnest($2::uuid[], $3::integer[], $4::date[], $5::uuid[], $6::bytea[], $7::jsonb[])
                AS e (transcript_id, job, month, id, value, headers)
            """;
    /// Inserts the rows of those that are in `chosen (id)`, due at once.
    public static final String INSERT = insertInto(Topics.READY);

    private final OutboxRowFactory factory;
    private final OutboxConfig config;

    EventRows(OutboxRowFactory factory, OutboxConfig config) {
        this.factory = factory;
        this.config = config;
    }

    /// [#INSERT] for another topic.
    public static String insertInto(String topic) {
        return """
                INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
                SELECT e.id, $1, '%s', e.transcript_id::text, e.value, e.headers, now()
                FROM %s JOIN chosen ON chosen.id = e.transcript_id""".formatted(topic, GIVEN);
    }

    /// The parameters of [#INSERT].
    ///
    /// @param transcripts with [#COLUMNS]
    /// @param change of each event
    public Tuple parameters(Iterable<Row> transcripts, UnaryOperator<TranscriptReady> change) {
        return parameters(transcripts, (_, event) -> change.apply(event));
    }

    /// The same, with what a transcript's row says.
    public Tuple parameters(Iterable<Row> transcripts, BiFunction<Row, TranscriptReady, TranscriptReady> change) {
        return tuple(transcripts, row -> factory.ready(Topics.READY, change.apply(row, event(row))));
    }

    /// The parameters of [#insertInto] for dead letters.
    ///
    /// @param why the headers that say why the job has failed
    public Tuple deadLetters(Iterable<Row> transcripts, BiFunction<Row, TranscriptReady, TranscriptReady> change,
            Function<Row, Map<String, String>> why) {
        return tuple(transcripts, row -> factory.deadLetter(change.apply(row, event(row)), why.apply(row)));
    }

    private Tuple tuple(Iterable<Row> transcripts, Function<Row, OutboxRow> asEvent) {
        var rows = StreamSupport.stream(transcripts.spliterator(), false).toList();
        var events = rows.stream().map(asEvent).toList();
        return Tuple.tuple()
                .addString(config.writer())
                .addArrayOfUUID(rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new))
                .addArrayOfInteger(rows.stream().map(row -> row.getInteger("job")).toArray(Integer[]::new))
                .addArrayOfLocalDate(
                        rows.stream().map(row -> row.getLocalDate("month")).toArray(java.time.LocalDate[]::new))
                .addArrayOfUUID(events.stream().map(OutboxRow::id).toArray(UUID[]::new))
                .addValue(values(events))
                .addArrayOfJsonObject(
                        events.stream().map(event -> new JsonObject(Map.<String, Object>copyOf(event.headers())))
                                .toArray(JsonObject[]::new));
    }

    private static io.vertx.core.buffer.Buffer[] values(List<OutboxRow> events) {
        return events.stream()
                .map(event -> Buffer.buffer(java.util.Objects.requireNonNull(event.value())).getDelegate())
                .toArray(io.vertx.core.buffer.Buffer[]::new);
    }

    private static TranscriptReady event(Row transcript) {
        return TranscriptReady.first(transcript.getUUID("id"), transcript.getString("request_id"),
                transcript.getInteger("job"),
                transcript.getLong("size_bytes"), null);
    }
}
