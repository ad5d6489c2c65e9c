package dev.rolecall.webhook.transcripts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.ws.rs.core.MultivaluedMap;

import dev.rolecall.model.Status;
import dev.rolecall.webhook.problem.BadQuery;

/// Which transcripts are asked for: a condition over `Transcript`, and how many.
///
/// @param condition in Hibernate's query language, with the names of `parameters`
record TranscriptQuery(String condition, Map<String, Object> parameters, int limit) {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;
    private static final Set<String> NAMES = Set.of("status", "processingStatus", "requestId", "tag", "before",
            "limit");

    /// Refuses what it does not know: a misspelt filter that is ignored answers a question that nobody asked.
    static TranscriptQuery of(MultivaluedMap<String, String> query) {
        for (var name : query.keySet()) {
            if (!NAMES.contains(name)) {
                throw new BadQuery("%s is not a filter here; there are %s.".formatted(name, new TreeSet<>(NAMES)));
            }
        }
        var conditions = new ArrayList<String>(List.of("true = true"));
        var parameters = new HashMap<String, Object>();
        query.forEach((name, values) -> add(conditions, parameters, name, values.getLast()));
        return new TranscriptQuery(String.join(" and ", conditions), parameters, limit(query.getFirst("limit")));
    }

    private static void add(List<String> conditions, Map<String, Object> parameters, String name, String value) {
        switch (name) {
            case "status", "processingStatus" -> {
                conditions.add(name + " = :" + name);
                parameters.put(name, status(name, value));
            }
            case "requestId" -> {
                conditions.add("requestId = :requestId");
                parameters.put(name, value);
            }
            case "tag" -> {
                conditions.add("array_contains(tags, :tag)");
                parameters.put(name, value);
            }
            case "before" -> {
                conditions.add("id < :before");
                parameters.put(name, id(value));
            }
            default -> {
                // the limit is no condition
            }
        }
    }

    private static Status status(String name, String value) {
        try {
            return Status.of(value);
        } catch (IllegalArgumentException e) {
            throw new BadQuery(
                    "%s is \"%s\"; it can be pending, processing, completed or failed.".formatted(name, value));
        }
    }

    private static UUID id(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw new BadQuery("before is \"%s\"; it takes the id of a transcript.".formatted(value));
        }
    }

    private static int limit(@org.jspecify.annotations.Nullable String value) {
        try {
            var limit = value == null ? DEFAULT_LIMIT : Integer.parseInt(value);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadQuery("limit is \"%s\"; it goes from 1 to %d.".formatted(value, MAX_LIMIT));
    }
}
