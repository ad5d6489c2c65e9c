package dev.rolecall.webhook.quarantine;

import java.util.HexFormat;

import dev.rolecall.webhook.problem.NotFound;

/// The hash of a quarantined body, as it is written in a path.
public final class Sha256 {
    private Sha256() {}

    /// @throws NotFound if the text is not hex
    public static byte[] parse(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new NotFound("\"" + hex + "\" is not a hash: a quarantined body is named by its SHA-256 in hex.");
        }
    }
}
