package dev.rolecall.benchmarks.evaluation;

import static dev.rolecall.benchmarks.Progress.say;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.localstack.Stack;
import dev.rolecall.systemtests.Api;
import org.jspecify.annotations.Nullable;

/// Sends dialogues through both services, many at once, and waits for their labels.
final class LabelDialogues {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int AT_ONCE = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;

    LabelDialogues(Stack stack) {
        api = new Api(stack);
    }

    /// What is done around each dialogue.
    interface Each {
        /// @param index of the dialogue
        default void sent(int index, String transcriptId) {
            // most need not know
        }

        /// @param result as `/processed` returns it; null if the job failed or took too long
        /// @param seconds from the callback to the label
        void labelled(int index, @Nullable JsonNode result, double seconds);
    }

    void all(List<Dialogue> dialogues, Each each) {
        for (var from = 0; from < dialogues.size(); from += AT_ONCE) {
            var to = Math.min(dialogues.size(), from + AT_ONCE);
            var sent = new ArrayList<String>();
            var began = Instant.now();
            for (var i = from; i < to; i++) {
                sent.add(send(dialogues.get(i)));
                each.sent(i, sent.getLast());
            }
            for (var i = from; i < to; i++) {
                await(i, dialogues.get(i), sent.get(i - from), began, each);
            }
            say("%d of %d".formatted(to, dialogues.size()));
        }
    }

    private String send(Dialogue dialogue) {
        var answer = api.callback(DeepgramShape.of(dialogue, UUID.randomUUID())).join();
        try {
            return JSON.readTree(answer.body()).path("transcriptId").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("%s was answered with %d".formatted(dialogue.name(),
                    answer.statusCode()), e);
        }
    }

    private void await(int index, Dialogue dialogue, String id, Instant began, Each each) {
        for (var end = began.plus(LONGEST); Instant.now().isBefore(end); LockSupport.parkNanos(20_000_000)) {
            var transcript = api.transcript(id);
            var status = transcript.path("processingStatus").asText();
            if (status.equals("completed")) {
                each.labelled(index, api.processed(id), seconds(transcript));
                return;
            }
            if (status.equals("failed")) {
                say("%s was not labelled: %s".formatted(dialogue.name(),
                        transcript.path("processingReason").asText()));
                break;
            }
        }
        each.labelled(index, null, Double.NaN);
    }

    private static double seconds(JsonNode transcript) {
        return Duration.between(Instant.parse(transcript.path("createdAt").asText()),
                Instant.parse(transcript.path("updatedAt").asText())).toMillis() / 1000.0;
    }
}
