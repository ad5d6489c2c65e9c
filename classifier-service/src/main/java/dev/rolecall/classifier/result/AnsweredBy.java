package dev.rolecall.classifier.result;

import java.util.List;

import dev.rolecall.classifier.llm.JobFailure;
import dev.rolecall.classifier.llm.Usage;
import dev.rolecall.classifier.llm.provider.Provider;
import org.jspecify.annotations.Nullable;

/// How an LLM's answer came about.
///
/// @param leftOut names of the optional fields that the request went without; `store` means that the provider may keep it
/// @param usage of all calls together
/// @param unrepaired why there was no second answer, although the first has unsupported claims; null if nothing was in the
///        way
public record AnsweredBy(Provider provider, List<String> leftOut, Usage usage, @Nullable JobFailure unrepaired) {
    public AnsweredBy {
        leftOut = List.copyOf(leftOut);
    }

    public AnsweredBy costing(Usage earlier) {
        return new AnsweredBy(provider, leftOut, earlier.plus(usage), unrepaired);
    }

    public AnsweredBy unrepaired(JobFailure why) {
        return new AnsweredBy(provider, leftOut, usage, why);
    }
}
