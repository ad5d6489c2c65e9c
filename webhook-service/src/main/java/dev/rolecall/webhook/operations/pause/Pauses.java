package dev.rolecall.webhook.operations.pause;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.webhook.problem.BadRequest;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/// What is paused. Every classifier pod follows within two seconds.
@ApplicationScoped
class Pauses implements PanacheRepositoryBase<Pause, Pause.Key> {
    private final Clock clock;

    Pauses(Clock clock) {
        this.clock = clock;
    }

    @WithSession
    Uni<List<Pause>> all() {
        return findAll(Sort.by("pod", "topic")).list();
    }

    /// Fails with [BadRequest], which names the pods that there are.
    ///
    /// @param pod empty for all
    @WithSession
    Uni<Void> refuseUnknownPod(String pod) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                        "SELECT name FROM pods WHERE seen_at > now() - interval '1 minute' ORDER BY name", String.class)
                        .getResultList())
                .invoke(pods -> {
                    if (!pod.isEmpty() && !pods.contains(pod)) {
                        throw new BadRequest("There is no pod \"%s\". There %s.".formatted(pod,
                                pods.isEmpty() ? "is none" : "are " + String.join(", ", pods)));
                    }
                })
                .replaceWithVoid();
    }

    /// @param pod empty for all
    /// @param topic empty for all
    @WithTransaction
    Uni<Void> pause(String pod, String topic, String reason, String by) {
        var pause = new Pause();
        pause.pod = pod;
        pause.topic = topic;
        pause.reason = reason;
        pause.pausedBy = by;
        pause.pausedAt = clock.instant();
        return getSession().chain(session -> session.merge(pause)).replaceWithVoid();
    }

    /// @param pod null for the pauses of any
    /// @param topic null for the pauses of any
    /// @return how many pauses have ended
    @WithTransaction
    Uni<Long> resume(@Nullable String pod, @Nullable String topic) {
        var named = new HashMap<String, Object>();
        if (pod != null) {
            named.put("pod", pod);
        }
        if (topic != null) {
            named.put("topic", topic);
        }
        return named.isEmpty()
                ? deleteAll()
                : delete(named.keySet().stream().map("%1$s = :%1$s"::formatted).collect(Collectors.joining(" AND ")),
                        named);
    }
}
