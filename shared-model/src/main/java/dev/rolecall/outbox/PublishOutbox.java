package dev.rolecall.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/// Sends outbox rows to Kafka and never makes anyone wait for it: the producer blocks on a thread of its own.
///
/// Whatever it cannot take or send stays where it is, in the table, and the sweeper comes back to it.
@ApplicationScoped
public class PublishOutbox {
    static final int BUFFER = 10_000;
    private static final Logger LOG = Logger.getLogger(PublishOutbox.class);

    private final Emitter<byte[]> kafka;
    private final DeletePublished deletePublished;
    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Breaker breaker;
    private final Counter published;
    private final Counter unpublished;

    PublishOutbox(
            @Channel("outbox") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER) Emitter<byte[]> kafka,
            DeletePublished deletePublished, OutboxConfig config, Clock clock, MeterRegistry metrics) {
        this.kafka = kafka;
        this.deletePublished = deletePublished;
        this.maxInFlight = config.maxInFlight();
        this.breaker = new Breaker(config.failuresToOpen(), config.breakerPause(), clock);
        this.published = metrics.counter("rolecall.outbox.sends", "outcome", "acknowledged");
        this.unpublished = metrics.counter("rolecall.outbox.sends", "outcome", "failed");
        metrics.gauge("rolecall.outbox.in.flight", inFlight);
    }

    /// Takes a row that has just been committed. Called after the commit, never inside the transaction.
    public void offer(OutboxRow row) {
        if (breaker.isClosed() && inFlight.get() < maxInFlight) {
            send(row);
        }
    }

    /// How many rows a sweeper may bring now.
    int room() {
        return breaker.admit(Math.max(0, maxInFlight - inFlight.get()));
    }

    void send(OutboxRow row) {
        inFlight.incrementAndGet();
        kafka.send(Message.of(row.value(), Metadata.of(recordOf(row)), () -> acknowledged(row),
                failure -> failed(row, failure)));
    }

    private static OutgoingKafkaRecordMetadata<String> recordOf(OutboxRow row) {
        var headers = new RecordHeaders();
        row.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(row.topic())
                .withKey(row.key())
                .withHeaders(headers)
                .build();
    }

    private CompletionStage<Void> acknowledged(OutboxRow row) {
        inFlight.decrementAndGet();
        breaker.succeeded();
        published.increment();
        deletePublished.add(row.id());
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> failed(OutboxRow row, Throwable failure) {
        inFlight.decrementAndGet();
        breaker.failed();
        unpublished.increment();
        LOG.warnf("outbox row %s for %s was not published and stays for the sweeper: %s", row.id(), row.topic(),
                failure);
        return CompletableFuture.completedFuture(null);
    }
}
