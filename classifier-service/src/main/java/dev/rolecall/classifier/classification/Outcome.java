package dev.rolecall.classifier.classification;

import java.time.Instant;

import dev.rolecall.classifier.claim.Claim;
import dev.rolecall.classifier.llm.JobFailure;
import org.jspecify.annotations.Nullable;

/// The outcome of one attempt at a job.
public sealed interface Outcome {

    /// A result is stored and is the current one.
    ///
    /// @param isLabelled false if there was nothing to label
    /// @param wasLlmAsked false if there was nothing to label, or nothing to ask
    /// @param refused why the LLM was not asked a second time, although it should have been; null if nothing is in the way
    record Classified(boolean isLabelled, boolean wasLlmAsked, @Nullable JobFailure refused) implements Outcome {}

    /// The job needs the LLM, which is away. Its claim is still held.
    record LlmAway(Claim.Held claim) implements Outcome {}

    /// The event is late or a duplicate.
    record NothingToDo(Claim.Why why) implements Outcome {}

    /// The claim was overtaken before the result was stored, and the result is discarded.
    record Overtaken() implements Outcome {}

    /// Another pod has the claim. The same attempt is to be made again after its lease.
    ///
    /// @param until end of its lease
    record Elsewhere(Instant until) implements Outcome {}

    /// There is no such transcript.
    record Gone() implements Outcome {}

    /// The job was not classified. Its claim is still held, and is released with the next step of the job.
    record Failed(Claim.Held claim, JobFailure failure) implements Outcome {}
}
