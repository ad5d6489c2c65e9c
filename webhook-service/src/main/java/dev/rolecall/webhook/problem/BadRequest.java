package dev.rolecall.webhook.problem;

import java.util.Collection;

import jakarta.ws.rs.core.MultivaluedMap;

import org.jspecify.annotations.Nullable;

/// A request with an invalid parameter. The message says what is wrong and what to send.
public class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_REASON = 200;

    public BadRequest(String message) {
        super(message);
    }

    /// @throws BadRequest if the limit is not from 1 to `most`
    public static void unlessLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw limit(Integer.toString(limit), most);
        }
    }

    /// @param known names of parameters
    /// @throws BadRequest if there is another, or one twice: what is misspelt and ignored would mean too many
    public static void unlessKnown(MultivaluedMap<String, String> query, Collection<String> known) {
        query.forEach((name, values) -> {
            if (!known.contains(name)) {
                throw new BadRequest("\"%s\" is not a parameter. There are %s.".formatted(name,
                        String.join(", ", known)));
            }
            if (values.size() > 1) {
                throw new BadRequest("%s stands there %d times; it may once.".formatted(name, values.size()));
            }
        });
    }

    /// @return the reason
    /// @throws BadRequest if there is none, or a long one
    public static String unlessReason(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > MAX_REASON) {
            throw new BadRequest("Say why, in up to %d characters: reason=…".formatted(MAX_REASON));
        }
        return reason;
    }

    /// @param limit as it was sent
    public static BadRequest limit(@Nullable String limit, int most) {
        return new BadRequest("limit is \"%s\"; it must be a number from 1 to %d.".formatted(limit, most));
    }
}
