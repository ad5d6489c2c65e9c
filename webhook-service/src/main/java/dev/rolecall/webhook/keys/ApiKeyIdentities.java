package dev.rolecall.webhook.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Response.Status;

import dev.rolecall.webhook.authentication.HashedCredential;
import dev.rolecall.webhook.authentication.Role;
import dev.rolecall.webhook.authentication.Scope;
import dev.rolecall.webhook.problem.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;

/// Looks an API key up. If PostgreSQL does not answer, the answer is 503: a key that cannot be looked up is not a
/// wrong one.
@ApplicationScoped
class ApiKeyIdentities implements IdentityProvider<ApiKeyRequest> {
    private final ApiKeys keys;

    ApiKeyIdentities(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Class<ApiKeyRequest> getRequestType() {
        return ApiKeyRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(ApiKeyRequest request, AuthenticationRequestContext context) {
        return keys.valid(HashedCredential.of(request.key()).sha256())
                .onFailure().transform(ApiKeyIdentities::unavailable)
                .onItem().ifNull().failWith(() -> new AuthenticationFailedException("unknown or revoked API key"))
                .map(ApiKeyIdentities::identity);
    }

    private static ServiceUnavailableException unavailable(Throwable cause) {
        return new ServiceUnavailableException(Problem
                .answer(Status.SERVICE_UNAVAILABLE, "The API key cannot be looked up: PostgreSQL does not answer.")
                .build().toResponse(), cause);
    }

    private static SecurityIdentity identity(ApiKey key) {
        var identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(key.name))
                .addRole(Role.READER);
        if (Role.OPERATOR.equals(key.role)) {
            identity.addRole(Role.OPERATOR);
        }
        if (key.tags != null) {
            identity.addAttribute(Scope.TAGS, key.tags);
        }
        return identity.build();
    }
}
