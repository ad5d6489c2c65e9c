package dev.rolecall.webhook.keys;

import java.util.Collection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;

import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.authentication.Scope;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.jwt.JsonWebToken;

/// What an OIDC token may do: its roles are `reader` and `operator`, as of a key, and with the claim `rolecall_tags` it
/// sees only transcripts with one of these tags.
@ApplicationScoped
class TokenRights implements SecurityIdentityAugmentor {
    private static final String CLAIM = "rolecall_tags";

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom().item(identity.getPrincipal() instanceof JsonWebToken token
                ? withRights(identity, token)
                : identity);
    }

    private static SecurityIdentity withRights(SecurityIdentity identity, JsonWebToken token) {
        var augmented = QuarkusSecurityIdentity.builder(identity);
        if (identity.hasRole(Role.OPERATOR)) {
            augmented.addRole(Role.READER);
        }
        if (token.<Object>getClaim(CLAIM) instanceof Collection<?> tags) {
            augmented.addAttribute(Scope.TAGS, tags.stream().map(TokenRights::text).toList());
        }
        return augmented.build();
    }

    private static String text(Object tag) {
        return tag instanceof JsonString string ? string.getString() : tag.toString();
    }
}
