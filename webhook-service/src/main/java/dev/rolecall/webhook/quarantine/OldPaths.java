package dev.rolecall.webhook.quarantine;

import java.net.URI;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.eclipse.microprofile.openapi.annotations.Operation;

/// The paths of version 0.1, which version 0.3 removes. 308 keeps the method, unlike 301.
@Path("/set-aside{rest:(/.*)?}")
class OldPaths {

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
