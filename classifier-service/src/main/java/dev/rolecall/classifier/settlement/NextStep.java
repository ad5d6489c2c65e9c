package dev.rolecall.classifier.settlement;

import java.time.Instant;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.contract.TranscriptReady;

/// What to do with a job after one attempt. [DecideNextStep] decides it, [SettleOutcome] applies it.
sealed interface NextStep {

    /// For the log and the metrics.
    Settled settled();

    /// Nothing: the job has ended, or the event had no job.
    record Acknowledge(Settled settled) implements NextStep {}

    /// Publish the same event again later. The job's claim belongs to another pod.
    record PublishAgain(String topic, TranscriptReady event, Settled settled) implements NextStep {}

    /// Release the claim, and publish an event for the next try.
    ///
    /// @param attempts how many attempts of the job are spent now
    /// @param failure why the job was not classified
    record Retry(Claim.Held claim, int attempts, Instant notBefore, JobFailure failure, String topic,
            TranscriptReady event,
            Settled settled)
            implements
                NextStep {}

    /// Release the claim, and publish a dead letter.
    ///
    /// @param attempts how many attempts of the job are spent now
    /// @param firstFailedAt when the job failed for the first time
    record DeadLetter(Claim.Held claim, int attempts, JobFailure failure, TranscriptReady event, Instant firstFailedAt,
            Settled settled)
            implements
                NextStep {}

    /// Publish a dead letter for an event whose transcript does not exist.
    record DeadLetterWithoutTranscript(TranscriptReady event, Instant failedAt, Settled settled) implements NextStep {
        static final String CODE = "transcript-gone";
    }
}
