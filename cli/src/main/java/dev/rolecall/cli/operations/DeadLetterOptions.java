package dev.rolecall.cli.operations;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.rolecall.cli.api.Query;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The filters of dead letters, the same for every command.
final class DeadLetterOptions {
    @Option(names = "--state", paramLabel = "STATE",
            description = "open, parked, discarded, replayed, unfinished, gone, unreadable or all.")
    private @Nullable String state;
    @Option(names = "--code", paramLabel = "CODE", description = "Why the job failed.")
    private @Nullable String code;
    @Option(names = "--tag", paramLabel = "TAG", description = "One of the transcript's tags.")
    private @Nullable String tag;
    @Option(names = "--provider", paramLabel = "HOST", description = "The provider that was asked last.")
    private @Nullable String provider;
    @Option(names = "--model", paramLabel = "NAME", description = "The model that was asked last.")
    private @Nullable String model;
    @Option(names = "--attempts", paramLabel = "N", description = "At least so many attempts were made.")
    private @Nullable String attempts;
    @Option(names = "--since", paramLabel = "TIME", description = "Failed then or later, like 2026-05-01T12:00:00Z.")
    private @Nullable String since;
    @Option(names = "--until", paramLabel = "TIME", description = "Failed before that.")
    private @Nullable String until;
    @Option(names = "--transcript", paramLabel = "ID", description = "The transcript's id.")
    private @Nullable String transcript;
    @Option(names = "--id", paramLabel = "ID", description = "The dead letter's id.")
    private @Nullable String id;

    /// @param more parameters beside the filters
    /// @return the query of a request, which begins with `?`
    String query(Map<String, String> more) {
        var parameters = new LinkedHashMap<String, @Nullable String>();
        parameters.put("state", state);
        parameters.put("code", code);
        parameters.put("tag", tag);
        parameters.put("provider", provider);
        parameters.put("model", model);
        parameters.put("attempts", attempts);
        parameters.put("since", since);
        parameters.put("until", until);
        parameters.put("transcript", transcript);
        parameters.put("id", id);
        parameters.putAll(more);
        return Query.of(parameters);
    }
}
