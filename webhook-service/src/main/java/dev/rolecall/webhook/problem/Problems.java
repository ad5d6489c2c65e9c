package dev.rolecall.webhook.problem;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response.Status;

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

    @ServerExceptionMapper
    RestResponse<Object> noSuchPath(NotFoundException unused) {
        return Problem.answer(Status.NOT_FOUND, "This path does not exist; /q/openapi lists the paths.")
                .build();
    }
}
