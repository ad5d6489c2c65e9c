package dev.rolecall.webhook.operations.deadletters;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.rolecall.webhook.problem.BadRequest;
import org.jspecify.annotations.Nullable;

/// Which dead letters are meant.
///
/// @param condition in HQL, over the attributes of [DeadLetter], with `parameters` as named parameters
/// @param text as it was asked for, for the audit: without the value of a tag, which is the caller's
public record DeadLetterFilter(String condition, Map<String, Object> parameters, String text,
        boolean isStateAsked) {
    private static final List<String> STATES = List.of("open", "parked", "discarded", "replayed", "unfinished", "gone",
            "unreadable", "all");
    private static final String STATE = "state";

    private enum Kind {
        TEXT,
        TIME,
        NUMBER,
        ID
    }

    private record Filter(String condition, Kind kind) {}

    /// A condition has one parameter, with the filter's name.
    private static final Map<String, Filter> FILTERS = Map.of("code", new Filter("code = :code", Kind.TEXT), "provider",
            new Filter("provider = :provider", Kind.TEXT), "model", new Filter("model = :model", Kind.TEXT), "tag",
            new Filter("array_contains(tags, :tag)", Kind.TEXT), "attempts",
            new Filter("attempts >= :attempts", Kind.NUMBER), "since", new Filter("failedAt >= :since", Kind.TIME),
            "until", new Filter("failedAt < :until", Kind.TIME), "transcript",
            new Filter("transcriptId = :transcript", Kind.ID), "id", new Filter("id = :id", Kind.NUMBER));

    /// @param filters value by name; null for those that are not asked for
    /// @throws BadRequest if a value is not possible
    static DeadLetterFilter of(Map<String, @Nullable String> filters) {
        var conditions = new ArrayList<String>();
        var parameters = new HashMap<String, Object>();
        var text = new ArrayList<String>();
        filters.forEach((name, value) -> {
            if (value != null) {
                add(name, value, conditions, parameters);
                text.add(name + "=" + (name.equals("tag") ? "…" : value));
            }
        });
        return new DeadLetterFilter(conditions.isEmpty() ? "1 = 1" : String.join(" AND ", conditions), parameters,
                text.isEmpty() ? "all" : String.join(" ", text), filters.get(STATE) != null);
    }

    private static void add(String name, String value, List<String> conditions, Map<String, Object> parameters) {
        if (name.equals(STATE)) {
            addState(value, conditions, parameters);
            return;
        }
        var filter = Objects.requireNonNull(FILTERS.get(name), name);
        conditions.add(filter.condition());
        parameters.put(name, value(name, filter.kind(), value));
    }

    /// The open ones of these, unless a state was asked for.
    DeadLetterFilter orOpen() {
        return isStateAsked ? this : only(List.of("open"));
    }

    /// Those of these that are in one of the states.
    DeadLetterFilter only(List<String> states) {
        var more = new HashMap<>(parameters);
        more.put("possible", states);
        return new DeadLetterFilter(condition + " AND state IN (:possible)", more, text, isStateAsked);
    }

    private static void addState(String state, List<String> conditions, Map<String, Object> parameters) {
        if (!STATES.contains(state)) {
            throw new BadRequest(
                    "state is \"%s\"; it must be one of %s.".formatted(state, String.join(", ", STATES)));
        }
        if (!state.equals("all")) {
            conditions.add("state = :state");
            parameters.put(STATE, state);
        }
    }

    private static Object value(String name, Kind kind, String value) {
        try {
            return switch (kind) {
                case TEXT -> value;
                case TIME -> Instant.parse(value);
                case NUMBER -> number(name, value);
                case ID -> UUID.fromString(value);
            };
        } catch (DateTimeException e) {
            throw new BadRequest("%s is \"%s\"; it must be a time like 2026-05-01T12:00:00Z.".formatted(name, value));
        } catch (NumberFormatException e) {
            throw new BadRequest("%s is \"%s\"; it must be a number.".formatted(name, value));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("%s is \"%s\"; it must be the id of a transcript.".formatted(name, value));
        }
    }

    private static Object number(String name, String value) {
        return name.equals("id") ? (Object) Long.valueOf(value) : (Object) Integer.valueOf(value);
    }
}
