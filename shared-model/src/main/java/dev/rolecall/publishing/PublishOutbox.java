package dev.rolecall.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.outbox.OutboxRow;
import dev.rolecall.topics.MissingTopics;
import dev.rolecall.tracing.MessagingSpans;
import dev.rolecall.tracing.TraceParent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/// Sends outbox rows to Kafka. The caller never waits: the producer blocks on a thread of its own.
///
/// A row that cannot be sent stays in the table, and the sweeper takes it later. Each topic has a circuit breaker.
@ApplicationScoped
public class PublishOutbox {
    static final int BUFFER = 10_000;
    private static final Logger LOG = Logger.getLogger(PublishOutbox.class);

    private final Emitter<byte[]> kafka;
    private final DeletePublished deletePublished;
    private final MessagingSpans spans;
    private final int maxInFlight;
    private final PublishingConfig.CircuitBreaker circuitBreaker;
    private final Map<String, TopicCircuit> circuits = new ConcurrentHashMap<>();
    private final MissingTopics missing;
    private final Timer sinceCommit;
    private final Timer sinceSweep;
    private final Counter failures;

    PublishOutbox(
            @Channel("outbox") @OnOverflow(value = OnOverflow.Strategy.BUFFER,
                    bufferSize = BUFFER) Emitter<byte[]> kafka,
            DeletePublished deletePublished, MissingTopics missing, MessagingSpans spans, PublishingConfig config,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.deletePublished = deletePublished;
        this.spans = spans;
        this.maxInFlight = config.maxInFlight();
        this.circuitBreaker = config.circuitBreaker();
        this.missing = missing;
        this.sinceCommit = publishTime("commit").register(metrics);
        this.sinceSweep = publishTime("sweep").register(metrics);
        this.failures = Counter.builder(OutboxMetrics.FAILURES)
                .description("Outbox rows that were sent and not acknowledged; they stay for the sweeper")
                .register(metrics);
        Gauge.builder(OutboxMetrics.IN_FLIGHT, this::inFlight)
                .description("Outbox rows on their way to the broker")
                .register(metrics);
    }

    private static Timer.Builder publishTime(String since) {
        return Timer.builder(OutboxMetrics.PUBLISH)
                .description(
                        "Time from the commit, or from the sweep that took the row, to the broker's acknowledgement")
                .tag("since", since)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10));
    }

    /// Sends a row that has just been committed. Must be called after the commit, never inside the transaction.
    public void offer(OutboxRow row) {
        if (isClosed(row.topic()) && room(row.topic()) > 0) {
            send(row, sinceCommit);
        }
    }

    /// Deletes a row that need not be published any more. It must not have been offered.
    public void withdraw(OutboxRow row) {
        deletePublished.add(row.id());
    }

    /// How many rows of a topic a sweeper may bring now: one while its circuit is open, which is the next probe, and none
    /// while the topic does not exist. A topic whose records hang leaves half of all places to the others.
    int room(String topic) {
        if (missing.isMissing(topic)) {
            return 0;
        }
        var circuit = circuit(topic);
        var room = Math.min(maxInFlight - inFlight(), (maxInFlight + 1) / 2 - circuit.inFlight());
        return circuit.isClosed() ? Math.max(0, room) : Math.clamp(room, 0, 1);
    }

    /// Whether it has to wait for the broker's answers.
    boolean isFull(String topic) {
        return !missing.isMissing(topic) && isClosed(topic) && room(topic) == 0;
    }

    boolean isClosed(String topic) {
        return circuit(topic).isClosed();
    }

    private TopicCircuit circuit(String topic) {
        return circuits.computeIfAbsent(topic, _ -> new TopicCircuit(circuitBreaker));
    }

    private int inFlight() {
        return circuits.values().stream().mapToInt(TopicCircuit::inFlight).sum();
    }

    void sendSwept(OutboxRow row) {
        send(row, sinceSweep);
    }

    private void send(OutboxRow row, Timer timer) {
        var sending = new Sending(row, timer, span(row), System.nanoTime());
        circuit(row.topic()).send(() -> produce(row)).whenComplete((_, failure) -> ended(sending, failure));
    }

    private CompletionStage<Void> produce(OutboxRow row) {
        var sent = new CompletableFuture<Void>();
        kafka.send(Message.of(row.value(), Metadata.of(recordOf(row)), () -> {
            sent.complete(null);
            return CompletableFuture.completedFuture(null);
        }, failure -> {
            sent.completeExceptionally(failure);
            return CompletableFuture.completedFuture(null);
        }));
        return sent;
    }

    /// In the row's trace, or not recorded if the row has none.
    private Span span(OutboxRow row) {
        var parent = row.headers().get(TraceParent.HEADER);
        return parent == null ? Span.getInvalid() : spans.send(row.topic(), TraceParent.contextOf(parent));
    }

    /// @param began in the system's nano time
    private record Sending(OutboxRow row, Timer timer, Span span, long began) {}

    private static OutgoingKafkaRecordMetadata<String> recordOf(OutboxRow row) {
        var headers = new RecordHeaders();
        row.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(row.topic())
                .withKey(row.key())
                .withHeaders(headers)
                .build();
    }

    private void ended(Sending sending, Throwable failure) {
        if (failure == null) {
            sending.timer().record(Duration.ofNanos(System.nanoTime() - sending.began()));
            sending.span().end();
            deletePublished.add(sending.row().id());
        } else {
            sending.span().setStatus(StatusCode.ERROR, failure.getClass().getSimpleName()).end();
            failed(sending.row(), failure);
        }
    }

    /// A row that an open circuit refuses was not sent: the failures that opened it have been counted.
    private void failed(OutboxRow row, Throwable failure) {
        if (!(failure instanceof CircuitBreakerOpenException)) {
            failures.increment();
            LOG.warnf("Failed to publish outbox row %s to topic %s; the sweeper sends it later: %s", row.id(),
                    row.topic(),
                    failure);
        }
    }
}
