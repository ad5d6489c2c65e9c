package dev.rolecall.webhook.keys;

import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/// Finds an API key in a request: `Authorization: Bearer rolecall_…`. Other bearer tokens are left to OIDC, where that is
/// configured.
@ApplicationScoped
class ApiKeyMechanism implements HttpAuthenticationMechanism {
    private static final String BEARER = "Bearer ";
    private static final String PREFIX = "rolecall_";
    private static final int BEFORE_OIDC = DEFAULT_PRIORITY + 1000;

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        var key = keyIn(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        return key == null
                ? Uni.createFrom().nullItem()
                : identities.authenticate(new ApiKeyRequest(key));
    }

    private static @Nullable String keyIn(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        var token = authorization.substring(BEARER.length()).strip();
        return token.startsWith(PREFIX) ? token : null;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(
                new ChallengeData(UNAUTHORIZED.code(), HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"rolecall\""));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ApiKeyRequest.class);
    }

    @Override
    public int getPriority() {
        return BEFORE_OIDC;
    }
}
