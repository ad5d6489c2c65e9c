package dev.rolecall.webhook.authentication;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/// How callers of `/callback` are known.
@ConfigMapping(prefix = "rolecall.authentication")
public interface AuthenticationConfig {
    @WithDefault("basic")
    Mode mode();

    @WithParentName
    Known current();

    /// Accepted beside the current ones, until everything that was submitted with them has come back.
    Known previous();

    /// What a caller may know.
    interface Known {
        /// Of Basic Auth, as it stands in the callback URL that Deepgram was given.
        Optional<String> username();

        Optional<String> password();

        /// What Deepgram was given as `extra=callback_secret:…`, and sends back as `metadata.extra.callback_secret`.
        Optional<String> secret();
    }

    /// What a caller has to show.
    enum Mode {
        /// Basic Auth. The only one that also covers Deepgram's error bodies, which have no metadata.
        BASIC,
        /// The secret in the body. Deepgram's error bodies have none, and are refused.
        SECRET,
        /// Basic Auth, and of every transcript the secret too.
        BASIC_AND_SECRET,
        /// Nothing: whoever reaches the port may store bodies.
        NONE;

        boolean isBasic() {
            return this == BASIC || this == BASIC_AND_SECRET;
        }

        boolean isSecret() {
            return this == SECRET || this == BASIC_AND_SECRET;
        }
    }
}
