package dev.rolecall.classifier.consumer;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Merge;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/// The main topic and the four retry tiers, a channel each, so that no tier waits behind another. Records are in flight
/// side by side and settled in any order.
@ApplicationScoped
class ConsumeTranscripts {
    private final ProcessRecord work;
    private final ConsumerConfig config;
    private final JobLog log;

    ConsumeTranscripts(ProcessRecord work, ConsumerConfig config, JobLog log) {
        this.work = work;
        this.config = config;
        this.log = log;
    }

    @Incoming("transcript-ready")
    @Outgoing("settled")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Multi<Message<JobLog.Line>> ready(Multi<Message<byte[]>> records) {
        return records.onItem().transformToUni(work::now).merge(config.maxInFlight());
    }

    @Incoming("retry-5s")
    @Outgoing("settled")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Multi<Message<JobLog.Line>> firstTier(Multi<Message<byte[]>> records) {
        return hold(records);
    }

    @Incoming("retry-30s")
    @Outgoing("settled")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Multi<Message<JobLog.Line>> secondTier(Multi<Message<byte[]>> records) {
        return hold(records);
    }

    @Incoming("retry-2m")
    @Outgoing("settled")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Multi<Message<JobLog.Line>> thirdTier(Multi<Message<byte[]>> records) {
        return hold(records);
    }

    @Incoming("retry-10m")
    @Outgoing("settled")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Multi<Message<JobLog.Line>> fourthTier(Multi<Message<byte[]>> records) {
        return hold(records);
    }

    /// Where the streams end. Their records were acknowledged on the way.
    @Incoming("settled")
    @Merge
    Uni<Void> settled(JobLog.Line line) {
        log.write(line);
        return Uni.createFrom().voidItem();
    }

    private Multi<Message<JobLog.Line>> hold(Multi<Message<byte[]>> records) {
        return records.onItem().transformToUni(work::whenDue).merge(config.maxHeld());
    }
}
