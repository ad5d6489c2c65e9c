package dev.rolecall.webhook.adoption.inline;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/// classifier-service, asked directly.
@RegisterRestClient(configKey = "classifier")
interface Classifier {

    /// Fails with [NotClassified] if the classifier declines.
    ///
    /// @param event a `TranscriptReady` in JSON
    /// @param waitMillis how long the caller waits
    /// @return what became of the job
    @POST
    @Path("/classifications")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<String> classify(@HeaderParam(HttpHeaders.AUTHORIZATION) String bearer,
            @QueryParam("waitMillis") long waitMillis,
            byte[] event);

    @ClientExceptionMapper
    static NotClassified from(Response response) {
        return new NotClassified(response.getStatus(), response.readEntity(String.class));
    }

    /// An answer that is not 200.
    final class NotClassified extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        NotClassified(int status, String text) {
            super("classifier-service answers %d: %s".formatted(status, text), null, false, false);
            this.status = status;
        }

        /// The classifier says that the event is needed.
        boolean isExpected() {
            return status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
        }
    }
}
