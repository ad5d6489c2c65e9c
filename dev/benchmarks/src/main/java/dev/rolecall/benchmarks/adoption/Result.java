package dev.rolecall.benchmarks.adoption;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.rolecall.benchmarks.Percentile;

/// What became of the callbacks of one phase.
///
/// @param inTime share of the deliveries that were acknowledged within Deepgram's timeout
/// @param p50 of the time to an acknowledgement, in milliseconds
/// @param p99 the same
/// @param repeats deliveries beyond the first, for each callback
/// @param calls of the LLM, for each callback
/// @param unlabelled share of the callbacks whose transcript is there, and not labelled in the end
/// @param lost share of the callbacks whose transcript is nowhere
record Result(double inTime, double p50, double p99, double repeats, double calls, double unlabelled, double lost) {

    /// @param states of the transcripts in the end, by request id
    /// @param calls of the LLM, by request id
    static Result of(Set<UUID> callbacks, Collection<Deepgram.Delivery> deliveries, Map<String, String> states,
            Map<String, Integer> calls) {
        var acknowledged = deliveries.stream().filter(Deepgram.Delivery::isAcknowledged).map(Deepgram.Delivery::millis)
                .toList();
        var ids = callbacks.stream().map(UUID::toString).collect(Collectors.toSet());
        var count = (double) callbacks.size();
        return new Result(acknowledged.size() / (double) deliveries.size(), Percentile.of(acknowledged, 50),
                Percentile.of(acknowledged, 99), (deliveries.size() - count) / count,
                ids.stream().mapToInt(id -> calls.getOrDefault(id, 0)).sum() / count,
                ids.stream().filter(id -> states.containsKey(id) && !"completed".equals(states.get(id))).count()
                        / count,
                ids.stream().filter(id -> !states.containsKey(id)).count() / count);
    }
}
