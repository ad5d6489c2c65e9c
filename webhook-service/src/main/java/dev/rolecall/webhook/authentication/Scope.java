package dev.rolecall.webhook.authentication;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

import io.quarkus.security.identity.SecurityIdentity;

/// Which transcripts the caller of this request may see.
@RequestScoped
public class Scope {
    /// Attribute of an identity: a list of tags.
    public static final String TAGS = "rolecall.tags";

    private final SecurityIdentity caller;

    Scope(SecurityIdentity caller) {
        this.caller = caller;
    }

    /// A transcript must have one of these tags; empty if all may be seen.
    public Optional<List<String>> tags() {
        return Optional.ofNullable(caller.<List<String>>getAttribute(TAGS));
    }

    /// Whether a transcript with these tags may be seen.
    public boolean includes(Collection<String> tags) {
        return tags().map(own -> tags.stream().anyMatch(own::contains)).orElse(true);
    }
}
