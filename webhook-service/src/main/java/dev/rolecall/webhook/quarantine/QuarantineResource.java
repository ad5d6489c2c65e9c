package dev.rolecall.webhook.quarantine;

import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rolecall.webhook.problem.NotFound;
import dev.rolecall.webhook.transcripts.Bodies;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Bodies that fitted no transcript, kept for somebody to look at.
@Path("/set-aside")
@Produces(MediaType.APPLICATION_JSON)
class QuarantineResource {
    private final Pool pool;
    private final Bodies bodies;

    QuarantineResource(Pool pool, Bodies bodies) {
        this.pool = pool;
        this.bodies = bodies;
    }

    /// @param sha256 of the body, in hex: under it the body is read
    /// @param size in bytes
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(String sha256, @Nullable String requestId, String reason, long size, OffsetDateTime receivedAt) {
        static View of(Row row) {
            return new View(HexFormat.of().formatHex(row.getBuffer("sha256").getBytes()), row.getString("request_id"),
                    row.getString("reason"), row.getLong("size_bytes"), row.getOffsetDateTime("received_at"));
        }
    }

    @GET
    @Operation(summary = "The latest 500 bodies that were set aside")
    public Uni<List<View>> list() {
        return pool.query("""
                SELECT sha256, request_id, reason, size_bytes, received_at FROM set_aside
                ORDER BY received_at DESC LIMIT 500""")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(View::of).toList());
    }

    @GET
    @Path("/{sha256}/raw")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "A body exactly as it came")
    public Uni<byte[]> raw(@PathParam("sha256") String sha256) {
        return bodies.setAside(hashOf(sha256));
    }

    private static byte[] hashOf(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new NotFound("\"" + hex + "\" is no hash: bodies are read under their SHA-256 in hex.");
        }
    }
}
