package dev.rolecall.webhook.operations.deadletters;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

import dev.rolecall.webhook.problem.BadRequest;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/// The filters of dead letters in a request's query.
public class DeadLetterQuery {
    @Parameter(description = "open (the default), parked, discarded, replayed, unfinished, gone, unreadable or all")
    @QueryParam("state")
    public @Nullable String state;
    @Parameter(description = "why the job failed, for example model-refused")
    @QueryParam("code")
    public @Nullable String code;
    @Parameter(description = "the host of the provider that was asked last")
    @QueryParam("provider")
    public @Nullable String provider;
    @QueryParam("model")
    public @Nullable String model;
    @Parameter(description = "one of the transcript's tags")
    @QueryParam("tag")
    public @Nullable String tag;
    @Parameter(description = "at least so many attempts were made", schema = @Schema(implementation = Integer.class))
    @QueryParam("attempts")
    public @Nullable String attempts;
    @Parameter(description = "failed then or later, for example 2026-05-01T12:00:00Z")
    @QueryParam("since")
    public @Nullable String since;
    @Parameter(description = "failed before that")
    @QueryParam("until")
    public @Nullable String until;
    @Parameter(description = "the transcript's id")
    @QueryParam("transcript")
    public @Nullable String transcript;
    @Parameter(description = "the dead letter's id", schema = @Schema(implementation = Long.class))
    @QueryParam("id")
    public @Nullable String id;
    @Context
    @Nullable
    UriInfo uri;

    /// @param others names of the route's parameters that are no filters
    /// @throws BadRequest if a parameter is not known, or its value not possible
    public DeadLetterFilter filter(String... others) {
        var filters = filters();
        var known = new ArrayList<>(filters.keySet());
        known.addAll(List.of(others));
        BadRequest.unlessKnown(Objects.requireNonNull(uri).getQueryParameters(), known);
        return DeadLetterFilter.of(filters);
    }

    private Map<String, @Nullable String> filters() {
        var filters = new TreeMap<String, @Nullable String>();
        filters.put("state", state);
        filters.put("code", code);
        filters.put("provider", provider);
        filters.put("model", model);
        filters.put("tag", tag);
        filters.put("attempts", attempts);
        filters.put("since", since);
        filters.put("until", until);
        filters.put("transcript", transcript);
        filters.put("id", id);
        return filters;
    }
}
