package dev.rolecall.classifier.pods;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rolecall.classifier.concurrency.ConsumptionPause;
import dev.rolecall.contract.Topics;
import dev.rolecall.scheduling.RepeatingTasks;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import org.jboss.logging.Logger;

/// Pauses and resumes this pod as the table `consumption_pauses` says, within two seconds, and pauses it while the database may
/// be older than Kafka remembers it. While PostgreSQL is away, what was read last stays.
@ApplicationScoped
class FollowPauses {
    private static final Logger LOG = Logger.getLogger(FollowPauses.class);

    private final Pool pool;
    private final PodName pod;
    private final ConsumptionPause pause;
    private volatile boolean isKnown;

    FollowPauses(Pool pool, PodName pod, ConsumptionPause pause) {
        this.pool = pool;
        this.pod = pod;
        this.pause = pause;
    }

    void start(@Observes StartupEvent started, RepeatingTasks tasks) {
        tasks.every(1, "read what operators have paused", this::follow);
    }

    private Uni<Void> follow() {
        return pool.preparedQuery("""
                SELECT topic FROM consumption_pauses WHERE pod IN ('', $1)
                UNION ALL SELECT '' WHERE NOT database_is_confirmed()""")
                .execute(Tuple.of(pod.name()))
                .invoke(rows -> pause(topics(rows)))
                .replaceWithVoid();
    }

    private static Set<String> topics(RowSet<Row> rows) {
        var topics = new HashSet<String>();
        for (var row : rows) {
            var topic = row.getString("topic");
            if (topic.isEmpty()) {
                topics.addAll(Topics.OF_JOBS);
            } else {
                topics.add(topic);
            }
        }
        return topics;
    }

    private void pause(Set<String> topics) {
        if (topics.equals(pause.paused())) {
            return;
        }
        if (isKnown || !topics.isEmpty()) {
            LOG.infof("Topics paused in this pod by an operator, or until a restored database is up to date: %s",
                    topics.isEmpty() ? "none" : String.join(", ", new TreeSet<>(topics)));
        }
        isKnown = true;
        pause.pause(topics);
    }
}
