package dev.rolecall.classifier.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.progress.Work;
import dev.rolecall.contract.Topics;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/// Passes a record on to the dead letters as it came: key, value and headers byte for byte.
///
/// Straight to Kafka, because PostgreSQL may be what refuses the record, and because nothing is written together with it.
/// The record is acknowledged after its copy is; a pod that dies in between leaves two copies.
@ApplicationScoped
class PassOnRecord {
    private static final Logger LOG = Logger.getLogger(PassOnRecord.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    private final MutinyEmitter<byte[]> kafka;

    PassOnRecord(@Channel("dead-letter") MutinyEmitter<byte[]> kafka) {
        this.kafka = kafka;
    }

    /// Completes when the broker has the copy. Retries for as long as it takes none.
    ///
    /// @param why more headers
    Uni<Void> toDeadLetters(Message<byte[]> record, Map<String, String> why) {
        return Uni.createFrom().deferred(() -> tries(record, why, Work.current()));
    }

    private Uni<Void> tries(Message<byte[]> record, Map<String, String> why, Work work) {
        return Uni.createFrom()
                .deferred(() -> kafka.sendMessage(Message.of(record.getPayload(), Metadata.of(copy(record, why)))))
                .onTermination().invoke(work::tried)
                .onFailure()
                .invoke(failure -> LOG.warnf("Failed to pass a record on to %s; trying again: %s", Topics.DEAD_LETTER,
                        failure))
                .onFailure().retry().withBackOff(FIRST_DELAY, MAX_DELAY).indefinitely();
    }

    private static OutgoingKafkaRecordMetadata<byte[]> copy(Message<byte[]> record, Map<String, String> why) {
        var came = record.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        var headers = new RecordHeaders(came.getHeaders());
        why.forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withTopic(Topics.DEAD_LETTER)
                .withKey((byte[]) came.getKey())
                .withHeaders(headers)
                .build();
    }
}
