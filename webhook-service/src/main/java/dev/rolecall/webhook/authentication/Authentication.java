package dev.rolecall.webhook.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.authentication.AuthenticationConfig.Credentials;
import dev.rolecall.webhook.authentication.AuthenticationConfig.Mode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Decides whether a callback is accepted: before its body is read where that is possible, and after.
///
/// Deepgram's `dg-token` header is ignored: since Deepgram's changelog of 2026-10-27 it is no longer a supported way to
/// verify a callback.
@Startup
@ApplicationScoped
public class Authentication {
    private static final Logger LOG = Logger.getLogger(Authentication.class);

    private final Mode mode;
    private final AcceptedCredentials logins;
    private final AcceptedCredentials secrets;

    Authentication(AuthenticationConfig config) {
        mode = config.mode();
        logins = mode.isBasic() ? logins(config) : new AcceptedCredentials(List.of());
        secrets = mode.isSecret() ? secrets(config) : new AcceptedCredentials(List.of());
        warn();
    }

    /// Whether to read the body.
    ///
    /// @param authorization the header as received
    public boolean mayCall(@Nullable String authorization) {
        return !mode.isBasic() || logins.contain(BasicAuth.in(authorization));
    }

    /// Whether to store the body.
    ///
    /// @param hasMetadata whether the body can contain the secret: Deepgram's error bodies have no metadata
    public boolean mayStore(@Nullable HashedCredential secret, boolean hasMetadata) {
        return switch (mode) {
            case BASIC, NONE -> true;
            case SECRET -> secrets.contain(secret);
            case BASIC_AND_SECRET -> !hasMetadata || secrets.contain(secret);
        };
    }

    /// Whether a caller without credentials is asked for Basic Auth.
    public boolean isBasic() {
        return mode.isBasic();
    }

    private void warn() {
        if (mode == Mode.NONE) {
            LOG.warn("rolecall.authentication.mode=none: every client that reaches /callback can store bodies");
        }
        if (mode == Mode.SECRET) {
            LOG.warn("rolecall.authentication.mode=secret: Deepgram's error callbacks contain no secret and are "
                    + "rejected; mode=basic accepts them");
        }
    }

    private static AcceptedCredentials logins(AuthenticationConfig config) {
        var credentials = new ArrayList<HashedCredential>();
        credentials.add(login("rolecall.authentication.", config.current())
                .orElseThrow(() -> missing("rolecall.authentication.username", config.mode())));
        login("rolecall.authentication.previous.", config.previous()).ifPresent(credentials::add);
        return new AcceptedCredentials(List.copyOf(credentials));
    }

    private static Optional<HashedCredential> login(String prefix, Credentials configured) {
        if (configured.username().isPresent() != configured.password().isPresent()) {
            throw new ConfigurationException("%susername and %spassword must be set together: one of them is missing"
                    .formatted(prefix, prefix));
        }
        configured.username().filter(name -> name.contains(":")).ifPresent(name -> {
            throw new ConfigurationException(
                    prefix + "username contains a colon, which ends the user name in Basic Auth");
        });
        return configured.username().map(name -> HashedCredential.of(name + ":" + configured.password().orElseThrow()));
    }

    private static AcceptedCredentials secrets(AuthenticationConfig config) {
        var credentials = new ArrayList<HashedCredential>();
        credentials.add(config.current().secret().map(HashedCredential::of)
                .orElseThrow(() -> missing("rolecall.authentication.secret", config.mode())));
        config.previous().secret().map(HashedCredential::of).ifPresent(credentials::add);
        return new AcceptedCredentials(List.copyOf(credentials));
    }

    private static ConfigurationException missing(String key, Mode mode) {
        return new ConfigurationException("%s is missing; rolecall.authentication.mode=%s requires it".formatted(key,
                mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
    }
}
