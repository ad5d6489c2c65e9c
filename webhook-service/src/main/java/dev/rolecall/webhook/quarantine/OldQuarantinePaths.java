package dev.rolecall.webhook.quarantine;

import java.net.URI;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;

/// Redirects the paths of quarantine in version 0.1 (`/set-aside…`). Version 0.3 removes this class. The status is 308,
/// because clients turn a POST into a GET after a 301.
@PermitAll
@Path("/set-aside{rest:(/.*)?}")
class OldQuarantinePaths {

    @GET
    @Operation(hidden = true)
    public Response get(@Context UriInfo uri) {
        return redirect(uri);
    }

    @POST
    @Operation(hidden = true)
    public Response post(@Context UriInfo uri) {
        return redirect(uri);
    }

    private static Response redirect(UriInfo uri) {
        var path = uri.getRequestUri().getRawPath()
                .replaceFirst("^/set-aside", "/quarantine")
                .replaceFirst("/take-in$", "/reprocess");
        var query = uri.getRequestUri().getRawQuery();
        return Response.status(Response.Status.PERMANENT_REDIRECT)
                .header(HttpHeaders.LOCATION, URI.create(query == null ? path : path + "?" + query))
                .build();
    }
}
