package dev.rolecall.fakellm.provider;

import java.util.Map;

/// An error as a provider sends it.
///
/// @param body JSON, or a page or line of text
public record ErrorResponse(int status, Map<String, String> headers, String body) {
    public ErrorResponse {
        headers = Map.copyOf(headers);
    }
}
