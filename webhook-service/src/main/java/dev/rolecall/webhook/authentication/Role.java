package dev.rolecall.webhook.authentication;

/// What a key, or a token, may do. An operator may do everything that a reader may.
public final class Role {
    /// Reads transcripts.
    public static final String READER = "reader";
    /// Also handles the quarantine, keys and the audit.
    public static final String OPERATOR = "operator";

    private Role() {}
}
