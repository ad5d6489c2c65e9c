package dev.rolecall.webhook.transcripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.ws.rs.core.MultivaluedMap;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.problem.BadRequest;
import org.jspecify.annotations.Nullable;

/// Which transcripts are asked for, and how many.
///
/// @param condition in SQL, on the columns of `transcripts`; its `$1`, `$2` … are `parameters`, in their order
record TranscriptQuery(String condition, List<Object> parameters, int limit) {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;
    private static final Set<String> NAMES = Set.of("status", "processingStatus", "requestId", "tag", "before",
            "limit");

    static TranscriptQuery of(MultivaluedMap<String, String> query) {
        var conditions = new ArrayList<String>(List.of("true"));
        var parameters = new ArrayList<Object>();
        query.forEach((name, values) -> conditions.add(condition(name, values.getLast(), parameters)));
        return new TranscriptQuery(String.join(" AND ", conditions), parameters, limit(query.getFirst("limit")));
    }

    /// Refuses what it does not know: a misspelt filter that is ignored answers a question that nobody asked.
    private static String condition(String name, String value, List<Object> parameters) {
        return switch (name) {
            case "status" -> "status = " + next(parameters, status(name, value));
            case "processingStatus" -> "processing_status = " + next(parameters, status(name, value));
            case "requestId" -> "request_id = " + next(parameters, value);
            case "tag" -> "tags @> ARRAY[%s]::varchar[]".formatted(next(parameters, value));
            case "before" -> "id < " + next(parameters, id(value));
            case "limit" -> "true";
            default -> throw new BadRequest(
                    "%s is not a filter here; there are %s.".formatted(name, new TreeSet<>(NAMES)));
        };
    }

    /// @return how the condition refers to it
    private static String next(List<Object> parameters, Object parameter) {
        parameters.add(parameter);
        return "$" + parameters.size();
    }

    private static String status(String name, String value) {
        try {
            return Status.of(value).text();
        } catch (IllegalArgumentException e) {
            throw new BadRequest(
                    "%s is \"%s\"; it can be pending, processing, completed or failed.".formatted(name, value));
        }
    }

    private static UUID id(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("before is \"%s\"; it takes the id of a transcript.".formatted(value));
        }
    }

    private static int limit(@Nullable String value) {
        try {
            var limit = value == null ? DEFAULT_LIMIT : Integer.parseInt(value);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadRequest("limit is \"%s\"; it goes from 1 to %d.".formatted(value, MAX_LIMIT));
    }
}
