package dev.rolecall.classifier.consumer;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.classifier.concurrency.LimiterConfig;
import dev.rolecall.classifier.settlement.JobLog;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Merge;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/// Consumes the main topic and the four retry tiers, with one channel each, so that no tier waits behind another.
/// Records are processed concurrently and settled in any order.
@ApplicationScoped
class ConsumeTranscripts {
    private final ProcessRecord process;
    private final ConsumerConfig config;
    private final LimiterConfig limits;
    private final JobLog log;

    ConsumeTranscripts(ProcessRecord process, ConsumerConfig config, LimiterConfig limits, JobLog log) {
        this.process = process;
        this.config = config;
        this.limits = limits;
        this.log = log;
    }

    @Incoming("transcript-ready")
    @Outgoing("settled")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Multi<Message<JobLog.Line>> ready(Multi<Message<byte[]>> records) {
        return records.onItem().transformToUni(process::now).merge(limits.maxInFlight());
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

    /// The end of all streams. The records have been acknowledged before.
    @Incoming("settled")
    @Merge
    Uni<Void> settled(JobLog.Line line) {
        log.write(line);
        return Uni.createFrom().voidItem();
    }

    private Multi<Message<JobLog.Line>> hold(Multi<Message<byte[]>> records) {
        return records.onItem().transformToUni(process::whenDue).merge(config.maxHeld());
    }
}
