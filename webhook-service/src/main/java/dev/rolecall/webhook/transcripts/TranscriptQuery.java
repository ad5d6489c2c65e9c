package dev.rolecall.webhook.transcripts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.ws.rs.core.MultivaluedMap;

import dev.rolecall.contract.Status;
import dev.rolecall.webhook.problem.BadRequest;
import org.jspecify.annotations.Nullable;

/// Which transcripts are listed, and how many.
///
/// @param condition in HQL, over the attributes of [Transcript], with `parameters` as named parameters
record TranscriptQuery(View view, String condition, Map<String, Object> parameters, int limit) {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 500;

    /// Filter to condition. A condition has one parameter, with the filter's name.
    private static final Map<String, String> FILTERS = Map.of("status", "status = :status", "processingStatus",
            "processingStatus = :processingStatus", "requestId", "requestId = :requestId", "legacyId",
            "id IN (SELECT transcriptId FROM LegacyId WHERE legacyId = :legacyId)", "tag",
            "array_contains(tags, :tag)", "before", "id < :before");
    private static final String STATUS_OF_LEGACY = "legacyStatus = :status";
    private static final String LIMIT = "limit";
    private static final String VIEW = "view";

    /// Which status a transcript shows as `status`.
    enum View {
        /// Deepgram's.
        BOTH,
        /// The single one from before there were two.
        LEGACY;

        /// @param text null for both
        /// @throws BadRequest if there is no such view
        static View of(@Nullable String text) {
            return switch (text) {
                case null -> BOTH;
                case "legacy" -> LEGACY;
                default -> throw new BadRequest("view is \"%s\"; it must be legacy, or absent.".formatted(text));
            };
        }

        Transcript shown(Transcript transcript) {
            return this == LEGACY ? transcript.inLegacyView() : transcript;
        }
    }

    /// @throws BadRequest if a filter or its value is not known: a misspelt filter that is ignored would return too
    ///     much
    ///
    /// @param scope a transcript must have one of these tags; empty if the caller may see all
    static TranscriptQuery of(MultivaluedMap<String, String> query, Optional<List<String>> scope) {
        var view = View.of(query.getFirst(VIEW));
        var conditions = new ArrayList<String>();
        var parameters = new HashMap<String, Object>();
        query.forEach((name, values) -> {
            if (!name.equals(LIMIT) && !name.equals(VIEW)) {
                conditions.add(condition(view, name));
                parameters.put(name, value(name, values.getLast()));
            }
        });
        scope.ifPresent(tags -> {
            conditions.add("array_intersects(tags, :scope)");
            parameters.put("scope", tags.toArray(String[]::new));
        });
        return new TranscriptQuery(view, String.join(" AND ", conditions), parameters, limit(query.getFirst(LIMIT)));
    }

    private static String condition(View view, String name) {
        var condition = view == View.LEGACY && name.equals("status") ? STATUS_OF_LEGACY : FILTERS.get(name);
        if (condition == null) {
            throw new BadRequest("\"%s\" is not a filter. The filters are %s; limit and view are no filters.".formatted(name,
                    String.join(", ", new TreeSet<>(FILTERS.keySet()))));
        }
        return condition;
    }

    private static Object value(String name, String value) {
        return switch (name) {
            case "status", "processingStatus" -> status(name, value);
            case "before" -> id(value);
            default -> value;
        };
    }

    private static Status status(String name, String value) {
        try {
            return Status.of(value);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("%s is \"%s\"; it must be pending, processing, completed or failed.".formatted(name,
                    value));
        }
    }

    private static UUID id(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("before is \"%s\"; it must be the id of a transcript.".formatted(value));
        }
    }

    private static int limit(@Nullable String value) {
        try {
            var limit = value == null ? DEFAULT_LIMIT : Integer.parseInt(value);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // the same error as a number out of range
        }
        throw BadRequest.limit(value, MAX_LIMIT);
    }
}
