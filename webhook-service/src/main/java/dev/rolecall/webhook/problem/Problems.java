package dev.rolecall.webhook.problem;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Maps exceptions to responses, in one place.
class Problems {

    @ServerExceptionMapper
    RestResponse<Object> badRequest(BadRequest badRequest) {
        return Problem.answer(Status.BAD_REQUEST, String.valueOf(badRequest.getMessage())).build();
    }

    @ServerExceptionMapper
    RestResponse<Object> notFound(NotFound notFound) {
        return Problem.answer(Status.NOT_FOUND, String.valueOf(notFound.getMessage())).build();
    }

    @ServerExceptionMapper
    RestResponse<Object> conflict(Conflict conflict) {
        return Problem.answer(Status.CONFLICT, String.valueOf(conflict.getMessage())).build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    RestResponse<Object> unauthorized() {
        return Problem.answer(Status.UNAUTHORIZED,
                "Send a valid API key, as \"Authorization: Bearer rolecall_…\"; `./rolecall keys add` makes one.")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"rolecall\"")
                .build();
    }

    @ServerExceptionMapper
    RestResponse<Object> forbidden(ForbiddenException unused) {
        return Problem.answer(Status.FORBIDDEN, "This needs the key of an operator.").build();
    }

    @ServerExceptionMapper
    RestResponse<Object> noSuchPath(NotFoundException unused) {
        return Problem.answer(Status.NOT_FOUND, "This path does not exist; GET /openapi lists the paths.")
                .build();
    }
}
