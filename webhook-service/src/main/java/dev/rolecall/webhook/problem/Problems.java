package dev.rolecall.webhook.problem;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// The one place that turns exceptions into answers.
class Problems {

    @ServerExceptionMapper
    RestResponse<Object> badQuery(BadRequest bad) {
        return Problem.answer(Status.BAD_REQUEST, String.valueOf(bad.getMessage())).build();
    }

    @ServerExceptionMapper
    RestResponse<Object> unknown(NotFound unknown) {
        return Problem.answer(Status.NOT_FOUND, String.valueOf(unknown.getMessage())).build();
    }

    @ServerExceptionMapper
    RestResponse<Object> conflict(Conflict conflict) {
        return Problem.answer(Status.CONFLICT, String.valueOf(conflict.getMessage())).build();
    }

    @ServerExceptionMapper
    RestResponse<Object> noSuchPath(NotFoundException unused) {
        return Problem.answer(Status.NOT_FOUND, "There is nothing at this path; see /q/openapi for what there is.")
                .build();
    }
}
