-- Transcripts that are held, and those that have no result beside their shadow, become those of the queue. Events of shadows are left in Kafka: a
-- classifier of before takes them for events of these transcripts.
WITH left_alone AS (
    UPDATE transcripts SET way = 'queue', updated_at = now()
    WHERE way IN ('off', 'shadow') AND status = 'completed' AND processing_status = 'pending'
    RETURNING id, request_id, job, month
)
INSERT INTO outbox (id, writer, topic, key, value, publish_after)
SELECT gen_random_uuid(), 'webhook-service', 'transcript-ready', t.id::text, convert_to(jsonb_build_object(
    'schemaVersion', 1, 'transcriptId', t.id, 'requestId', t.request_id, 'job', t.job, 'attempt', 1,
    'bodySize', r.size_bytes)::text, 'UTF8'), now()
FROM left_alone t JOIN LATERAL (
    SELECT size_bytes FROM raw_transcripts WHERE transcript_id = t.id AND month = t.month ORDER BY job DESC LIMIT 1) r ON true;

DELETE FROM outbox WHERE position('"shadow":true'::bytea IN value) > 0;
DROP TABLE shadows;
ALTER TABLE legacy_ids DROP COLUMN is_copy;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 8';
