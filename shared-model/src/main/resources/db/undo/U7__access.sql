SELECT lock_table_in_turn('outbox');
ALTER TABLE outbox DISABLE ROW LEVEL SECURITY;
DROP POLICY own_rows_of_webhook_service ON outbox;
DROP POLICY own_rows_of_classifier_service ON outbox;

GRANT DELETE ON raw_transcripts, processed_transcripts TO rolecall_webhook;
REVOKE ALL ON transcripts, raw_transcripts, quarantine, outbox FROM rolecall_callbacks;
REVOKE SELECT (id, request_id, status, job, claim, month, erased_at), UPDATE (request_id, status, error_code, error_text,
    duration_seconds, channels, speakers, language, model, tags, extra, job, claim, updated_at)
    ON transcripts FROM rolecall_callbacks;
REVOKE SELECT (transcript_id, job, month, sha256) ON raw_transcripts FROM rolecall_callbacks;
REVOKE SELECT (sha256) ON quarantine FROM rolecall_callbacks;
REVOKE UPDATE (publish_after) ON outbox FROM rolecall_callbacks;

DROP FUNCTION quarantine_bytes();
DROP FUNCTION add_api_key(text, text, varchar[]);
DROP TABLE audit;
DROP TABLE api_keys;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 6';
