package dev.rolecall.webhook.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.authentication.AuthenticationConfig.Known;
import dev.rolecall.webhook.authentication.AuthenticationConfig.Mode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Decides who may store a callback: before its body is read where that is possible, and after.
///
/// Deepgram's `dg-token` header is not looked at: since its changelog of 2026-10-27 it is no longer a supported way to
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

    /// Whether the body is worth reading.
    ///
    /// @param authorization the header, as it came
    public boolean mayCall(@Nullable String authorization) {
        return !mode.isBasic() || logins.has(BasicAuth.in(authorization));
    }

    /// Whether the body is to be kept.
    ///
    /// @param hasMetadata whether it is a body that could carry the secret: Deepgram's errors have no metadata
    public boolean mayStore(@Nullable HashedCredential secret, boolean hasMetadata) {
        return switch (mode) {
            case BASIC, NONE -> true;
            case SECRET -> secrets.has(secret);
            case BASIC_AND_SECRET -> !hasMetadata || secrets.has(secret);
        };
    }

    /// Whether a caller without credentials is to be asked for Basic Auth.
    public boolean isBasic() {
        return mode.isBasic();
    }

    private void warn() {
        if (mode == Mode.NONE) {
            LOG.warn("rolecall.authentication.mode=none: whoever reaches /callback may store bodies");
        }
        if (mode == Mode.SECRET) {
            LOG.warn("rolecall.authentication.mode=secret: Deepgram's error callbacks carry no secret and are refused; "
                    + "basic covers them");
        }
    }

    private static AcceptedCredentials logins(AuthenticationConfig config) {
        var proofs = new ArrayList<HashedCredential>();
        proofs.add(login("rolecall.authentication.", config.current())
                .orElseThrow(() -> missing("rolecall.authentication.username", config.mode())));
        login("rolecall.authentication.previous.", config.previous()).ifPresent(proofs::add);
        return new AcceptedCredentials(List.copyOf(proofs));
    }

    private static Optional<HashedCredential> login(String prefix, Known known) {
        if (known.username().isPresent() != known.password().isPresent()) {
            throw new ConfigurationException("%susername and %spassword go together: one of them is missing"
                    .formatted(prefix, prefix));
        }
        known.username().filter(name -> name.contains(":")).ifPresent(name -> {
            throw new ConfigurationException(prefix + "username contains a colon, which ends a user in Basic Auth");
        });
        return known.username().map(name -> HashedCredential.of(name + ":" + known.password().orElseThrow()));
    }

    private static AcceptedCredentials secrets(AuthenticationConfig config) {
        var proofs = new ArrayList<HashedCredential>();
        proofs.add(config.current().secret().map(HashedCredential::of)
                .orElseThrow(() -> missing("rolecall.authentication.secret", config.mode())));
        config.previous().secret().map(HashedCredential::of).ifPresent(proofs::add);
        return new AcceptedCredentials(List.copyOf(proofs));
    }

    private static ConfigurationException missing(String key, Mode mode) {
        return new ConfigurationException("%s is missing, which rolecall.authentication.mode=%s wants".formatted(key,
                mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
    }
}
