package dev.rolecall.classifier.classification;

import java.time.Instant;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.llm.JobFailure;

/// What became of one event. Those that change nothing more are settled; the others are the queue's to settle.
public sealed interface Outcome {

    /// A result is stored and shown.
    ///
    /// @param wasAsked whether the model was
    record Classified(boolean wasAsked) implements Outcome {}

    /// The event came too late or twice.
    record NothingToDo(String why) implements Outcome {}

    /// The result came after its claim was overtaken, and was dropped.
    record Overtaken() implements Outcome {}

    /// Another pod is at it: come back when its lease has ended, with the same attempt.
    record Elsewhere(Instant until) implements Outcome {}

    /// There is no such transcript.
    record Gone() implements Outcome {}

    /// The claim is still held; the queue releases it with the next step of the job.
    record Failed(Claim.Held claim, JobFailure failure) implements Outcome {}
}
