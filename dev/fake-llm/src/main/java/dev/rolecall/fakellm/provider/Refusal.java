package dev.rolecall.fakellm.provider;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import org.jspecify.annotations.Nullable;

/// Something in a request that a provider refuses.
///
/// @param at JSON pointer of the field
/// @param is the value that is refused; null if every value is
/// @param share share of the requests in which it is refused: behind a router, only some providers refuse it
record Refusal(@Nullable String at, @Nullable String is, double share, boolean loneSurrogate) {
    private static final Pattern LONE_SURROGATE = Pattern
            .compile("\\p{Cs}|\\\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\\\u[dD][c-fC-F])");

    static Refusal of(JsonObject json) {
        return new Refusal(json.getString("at"), json.getString("is"), json.getDouble("share", 1.0),
                json.getBoolean("loneSurrogate", false));
    }

    boolean concerns(JsonObject request, String body, RandomGenerator random) {
        return (loneSurrogate ? LONE_SURROGATE.matcher(body).find() : has(request)) && random.nextDouble() < share;
    }

    private boolean has(JsonObject request) {
        var value = JsonPointer.from(at).queryJson(request);
        return value != null && (is == null || is.equals(value));
    }

    String field() {
        return at == null ? "messages" : at.substring(1).replace('/', '.');
    }
}
