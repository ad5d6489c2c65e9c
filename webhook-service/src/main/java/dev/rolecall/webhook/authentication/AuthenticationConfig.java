package dev.rolecall.webhook.authentication;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/// How callers of `/callback` authenticate.
@ConfigMapping(prefix = "rolecall.authentication")
public interface AuthenticationConfig {
    /// Which credentials a callback must present.
    @WithDefault("basic")
    Mode mode();

    @WithParentName
    Credentials current();

    /// Accepted in addition to the current credentials, until every callback that was submitted with them has arrived.
    Credentials previous();

    /// The credentials of one period.
    interface Credentials {
        /// User name of Basic Auth, as in the callback URL given to Deepgram.
        Optional<String> username();

        /// Password of Basic Auth, as in the callback URL given to Deepgram.
        Optional<String> password();

        /// The secret given to Deepgram as `extra=callback_secret:…`, which it sends back as
        /// `metadata.extra.callback_secret`.
        Optional<String> secret();
    }

    /// Which credentials a callback must present.
    enum Mode {
        /// Basic Auth. Also covers Deepgram's error bodies, which have no metadata.
        BASIC,
        /// The secret in the body. Deepgram's error bodies contain none and are rejected.
        SECRET,
        /// Basic Auth, and for every transcript the secret as well.
        BASIC_AND_SECRET,
        /// None: every client that reaches the port can store bodies.
        NONE;

        boolean isBasic() {
            return this == BASIC || this == BASIC_AND_SECRET;
        }

        boolean isSecret() {
            return this == SECRET || this == BASIC_AND_SECRET;
        }
    }
}
