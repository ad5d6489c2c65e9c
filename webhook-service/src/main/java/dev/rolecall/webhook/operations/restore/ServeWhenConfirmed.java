package dev.rolecall.webhook.operations.restore;

import java.time.Duration;
import java.util.List;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response.Status;

import dev.rolecall.webhook.problem.Problem;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Refuses to read from a database that may be older than what was erased since. Callbacks are stored.
class ServeWhenConfirmed {
    /// For a second, so that not every request asks.
    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);
    /// What an operator needs to put it right, and what says nothing about transcripts.
    private static final List<String> SERVED_ALWAYS = List.of("/callback", "/openapi", "/operations/restore",
            "/operations/status", "/keys");

    private final DatabaseIdentity identity;
    private volatile @Nullable Known known;

    ServeWhenConfirmed(DatabaseIdentity identity) {
        this.identity = identity;
    }

    /// @param at by `System.nanoTime()`
    private record Known(DatabaseIdentity.State state, long at) {
        private boolean isFresh() {
            return System.nanoTime() - at < KNOWN_FOR.toNanos();
        }
    }

    @ServerRequestFilter(nonBlocking = true)
    public Uni<@Nullable RestResponse<Object>> refuse(ContainerRequestContext request) {
        var path = request.getUriInfo().getPath();
        if (SERVED_ALWAYS.stream().anyMatch(path::startsWith)) {
            return Uni.createFrom().nullItem();
        }
        return state().map(now -> now.isConfirmed()
                ? null
                : Problem.answer(Status.SERVICE_UNAVAILABLE,
                        "The database was restored from a backup, and is not up to date. %s See `./rolecall after-restore`."
                                .formatted(now.reason() == null ? "Try again in a few seconds." : now.reason()))
                        .header("Retry-After", "5")
                        .build());
    }

    private Uni<DatabaseIdentity.State> state() {
        var last = known;
        return last != null && last.isFresh()
                ? Uni.createFrom().item(last.state())
                : identity.state().invoke(state -> known = new Known(state, System.nanoTime()));
    }
}
