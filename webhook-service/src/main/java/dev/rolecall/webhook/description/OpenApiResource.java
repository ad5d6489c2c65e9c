package dev.rolecall.webhook.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import dev.rolecall.webhook.authentication.Role;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Serves docs/openapi.yaml, which the build puts into the jar.
@Path("/openapi")
@Tag(name = "Description")
@RolesAllowed(Role.READER)
@SecurityScheme(securitySchemeName = "apiKey", type = SecuritySchemeType.HTTP, scheme = "bearer",
        description = "An API key, or a token of the configured OIDC provider")
@SecurityRequirement(name = "apiKey")
class OpenApiResource {

    @GET
    @Produces("application/yaml")
    @Operation(operationId = "getOpenApi", summary = "Get this document")
    @APIResponse(responseCode = "200", description = "The document, as YAML")
    public byte[] yaml() {
        try (InputStream document = Objects.requireNonNull(getClass().getResourceAsStream("/openapi.yaml"),
                "openapi.yaml is missing in the jar")) {
            return document.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml cannot be read", e);
        }
    }
}
