package dev.rolecall.webhook.operations.explain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.vertx.mutiny.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/// How a transcript is, in words.
///
/// @param now in one sentence
/// @param advice what to do; null if there is nothing to do
record Situation(String now, @Nullable String advice) {

    /// @param row of `transcripts`, with what else is known of it
    static Situation of(Row row) {
        if (row.getOffsetDateTime("erased_at") != null) {
            return new Situation("It was erased, and a callback of the same request is acknowledged and not stored.",
                    null);
        }
        var dropped = instant(row, "dropped_at");
        if (dropped != null) {
            return new Situation(
                    "Its body and its results were dropped by retention at %s: it cannot be labelled again."
                            .formatted(dropped),
                    null);
        }
        return switch (row.getString("status")) {
            case "completed" -> ofLabelling(row);
            case "failed" ->
                new Situation("Deepgram has not transcribed it: %s.".formatted(row.getString("error_code")),
                        "Submit the recording to Deepgram again. A success of the same request replaces this error.");
            case String _ -> new Situation("Deepgram has not called back yet.", null);
        };
    }

    private static Situation ofLabelling(Row row) {
        return switch (row.getString("processing_status")) {
            case "completed" -> new Situation("It is labelled.", null);
            case "processing" -> claimed(row);
            case "failed" -> failed(row);
            case String _ -> waiting(row);
        };
    }

    private static Situation claimed(Row row) {
        var until = instant(row, "lease_until");
        return row.getBoolean("is_claim_over")
                ? new Situation("The classifier that worked on it is gone since %s.".formatted(until),
                        "Wait for a few minutes: it is queued again by itself. ./rolecall reconcile --dry-run lists it until then.")
                : new Situation("A classifier works on it, until %s at most.".formatted(until), null);
    }

    private static Situation failed(Row row) {
        var why = "Labelling failed after %d attempts: %s.".formatted(row.getInteger("attempts"),
                row.getString("processing_code"));
        var id = row.getUUID("id");
        return switch (row.getString("dead_letter_state")) {
            case null -> new Situation(why + " It has no dead letter.",
                    "Wait for a few minutes: the dead letter is written again by itself.");
            case "parked" -> new Situation(why + " An operator has parked it, or it was replayed too often.",
                    "./rolecall replay plan --transcript %s --force".formatted(id));
            case "discarded" -> new Situation(why + " An operator has discarded it.", null);
            case String _ -> new Situation(why,
                    "Remove the cause, then: ./rolecall replay plan --transcript %s".formatted(id));
        };
    }

    private static Situation waiting(Row row) {
        var way = row.getString("way");
        if (way.equals("off") || way.equals("shadow")) {
            return new Situation("It is held: its way is %s.".formatted(way),
                    way.equals("off") ? "./rolecall held release sends it to the queue." : null);
        }
        if (row.getBoolean("is_in_outbox")) {
            return new Situation("Its event waits to be published.",
                    "See whether Kafka can be reached, if that lasts.");
        }
        if (row.getBoolean("is_paused")) {
            return new Situation("It waits in Kafka, and consumption is paused.", "./rolecall resume");
        }
        if (row.getBoolean("is_stuck")) {
            return new Situation("It waits for a classifier. If its event is lost, it is queued again by itself.",
                    "./rolecall reconcile --dry-run tells whether something holds that up.");
        }
        var due = instant(row, "not_before");
        return due == null
                ? new Situation("It waits in Kafka for a classifier.", null)
                : new Situation("It waits for attempt %d, due at %s, because of %s.".formatted(
                        row.getInteger("attempts") + 1, due, row.getString("processing_code")), null);
    }

    private static @Nullable Instant instant(Row row, String column) {
        var time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
}
