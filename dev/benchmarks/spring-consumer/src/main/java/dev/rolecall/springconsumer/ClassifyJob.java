package dev.rolecall.springconsumer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Claim, body, prompt, LLM, store: with the same two statements as the classifier.
@Component
class ClassifyJob {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// About the number of characters of the classifier's excerpt.
    private static final int LONGEST_PROMPT = 8800;
    private static final String INSTRUCTIONS = "Say who is who. ".repeat(90);

    private static final String TAKE = """
            WITH claimed AS (
                UPDATE transcripts SET processing_status = 'processing', claim = claim + 1, job = ?,
                    lease_until = now() + interval '60 s', not_before = NULL, updated_at = now()
                WHERE id = ? AND status = 'completed' AND erased_at IS NULL AND processing_status = 'pending'
                RETURNING id, month, claim
            )
            SELECT claimed.claim, raw.body FROM claimed
            LEFT JOIN LATERAL (
                SELECT body FROM raw_transcripts WHERE transcript_id = claimed.id AND month = claimed.month
                ORDER BY job DESC LIMIT 1) raw ON true""";

    private static final String STORE = """
            WITH ended AS (
                UPDATE transcripts SET processing_status = 'completed', current_result = ?, lease_until = NULL,
                    updated_at = now()
                WHERE id = ? AND claim = ? AND processing_status = 'processing' AND erased_at IS NULL
                RETURNING id, job, month
            ), result AS (
                INSERT INTO processed_transcripts (id, transcript_id, job, month, labelled, result, model)
                SELECT ?, id, job, month, true, ?::jsonb, 'fake-llm' FROM ended
            )
            INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
            SELECT gen_random_uuid(), 'classifier-service', 'transcript-classified', id::text, ''::bytea, '{}',
                now() + interval '1 h' FROM ended""";

    private final JdbcTemplate database;
    private final URI llm;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ClassifyJob(JdbcTemplate database, @Value("${consumer.llm}") URI llm) {
        this.database = database;
        this.llm = llm;
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes that are read once
    private record Claim(long number, byte[] body) {}

    /// Does nothing for a duplicate event.
    void classify(String event) {
        try {
            var ready = JSON.readTree(event);
            var id = UUID.fromString(ready.path("transcriptId").asText());
            var job = ready.path("job").asInt();
            var claim = database.queryForObject(TAKE,
                    (row, _) -> new Claim(row.getLong("claim"), row.getBytes("body")), job, id);
            if (claim == null) {
                return;
            }
            var turns = turns(JSON.readTree(new ZstdInputStream(new ByteArrayInputStream(claim.body()))));
            var answer = ask(id + "-" + job, turns);
            var result = JSON.createObjectNode().put("labels", answer).put("turns", turns).toString();
            var resultId = UUID.randomUUID();
            database.update(STORE, resultId, id, claim.number(), resultId, result);
        } catch (EmptyResultDataAccessException _) {
            // not claimable: a duplicate
        } catch (IOException e) {
            throw new UncheckedIOException("the job failed and is retried", e);
        }
    }

    private static String turns(JsonNode body) {
        var text = new StringBuilder();
        var speaker = -1;
        var number = 0;
        for (var word : body.at("/results/channels/0/alternatives/0/words")) {
            if (word.path("speaker").asInt() != speaker) {
                speaker = word.path("speaker").asInt();
                number++;
                text.append("\n[").append(number).append("] 0:").append(speaker).append(':');
            }
            text.append(' ').append(word.path("punctuated_word").asText());
        }
        return text.toString().strip();
    }

    private String ask(String clientRequestId, String turns) throws IOException {
        var request = JSON.createObjectNode().put("model", "fake-llm").put("store", false);
        request.putArray("messages")
                .add(JSON.createObjectNode().put("role", "system").put("content", INSTRUCTIONS))
                .add(JSON.createObjectNode().put("role", "user").put("content",
                        turns.substring(0, Math.min(turns.length(), LONGEST_PROMPT))));
        request.putObject("response_format")
                .put("type", "json_schema")
                .putObject("json_schema")
                .put("name", "speakers")
                .set("schema", JSON.readTree(
                        """
                                {"type":"object","properties":{"speakers":{"type":"array","items":{"type":"object","properties":{
                                "speaker":{"type":"string","enum":["0:0","0:1"]},
                                "role":{"type":"string","enum":["agent","customer","unknown"]}}}}}}"""));
        try {
            var answer = http.send(HttpRequest.newBuilder(URI.create(llm + "/chat/completions"))
                    .header("X-Client-Request-Id", clientRequestId)
                    .header("Authorization", "Bearer fake")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(request.toString()))
                    .build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the LLM answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body()).at("/choices/0/message/content").asText();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
