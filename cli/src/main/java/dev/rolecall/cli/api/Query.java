package dev.rolecall.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// The query of a request.
public final class Query {
    private Query() {}

    /// @param parameters those without a value are left out
    /// @return with `?` in front
    public static String of(Map<String, @Nullable String> parameters) {
        return parameters.entrySet()
                .stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
