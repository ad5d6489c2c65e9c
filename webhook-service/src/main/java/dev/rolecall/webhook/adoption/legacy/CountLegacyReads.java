package dev.rolecall.webhook.adoption.legacy;

import java.time.Instant;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Tells readers of `?view=legacy` that it is deprecated (RFC 9745), and counts them by the name of their key, so that an
/// operator knows whom to ask before it goes.
class CountLegacyReads {
    private static final String READS = "rolecall.legacy.reads";
    private static final Instant DEPRECATED_SINCE = Instant.parse("2026-11-27T00:00:00Z");
    private static final String GUIDE = "<https://github.com/rolecall/rolecall/blob/main/docs/adopting.md>; rel=\"deprecation\"";

    private final MeterRegistry metrics;

    CountLegacyReads(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @ServerResponseFilter
    void answered(ContainerRequestContext request, ContainerResponseContext response) {
        if ("legacy".equals(request.getUriInfo().getQueryParameters().getFirst("view"))
                && response.getStatus() == Status.OK.getStatusCode()) {
            response.getHeaders().add("Deprecation", "@" + DEPRECATED_SINCE.getEpochSecond());
            response.getHeaders().add(HttpHeaders.LINK, GUIDE);
            Counter.builder(READS)
                    .description("Reads of the old single status, by the name of the API key")
                    .tag("key", request.getSecurityContext().getUserPrincipal().getName())
                    .register(metrics)
                    .increment();
        }
    }
}
