-- Who may do what: API keys, what was done with them, a role for pods that face the internet, and outbox rows that
-- belong to their writer.
-- The way back is db/undo/U7__access.sql.

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

CREATE TABLE api_keys (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL CHECK (name <> ''),        -- whose key it is; shown in the audit
    sha256     bytea NOT NULL UNIQUE,                   -- of the key, which is kept nowhere
    role       text NOT NULL CHECK (role IN ('reader', 'operator')),
    tags       varchar[] CHECK (cardinality(tags) > 0), -- sees only transcripts with one of these tags; null for all
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    CHECK (tags IS NULL OR role = 'reader')
);

-- The only place where a key is made: 244 random bits. Returns the key, which cannot be shown again.
CREATE FUNCTION add_api_key(key_name text, key_role text, key_tags varchar[] DEFAULT NULL, OUT key_id uuid, OUT key text)
    LANGUAGE plpgsql AS $$
BEGIN
    key := 'rolecall_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
    INSERT INTO api_keys (name, sha256, role, tags) VALUES (key_name, sha256(key::bytea), key_role, key_tags)
    RETURNING id INTO key_id;
END $$;

-- What a person or a key did: identifiers and kinds, never values.
CREATE TABLE audit (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT now(),
    who    text NOT NULL,                               -- the name of the key, or the subject of the token
    act    text NOT NULL,
    target text                                         -- an identifier
);
CREATE INDEX audit_by_time ON audit (at);

-- Pods that face the internet: they place bodies, and cannot read one.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rolecall_callbacks') THEN
        CREATE ROLE rolecall_callbacks NOLOGIN;
    END IF;
END $$;

GRANT INSERT ON transcripts, raw_transcripts, quarantine TO rolecall_callbacks;
GRANT SELECT (id, request_id, status, job, claim, month, erased_at) ON transcripts TO rolecall_callbacks;
GRANT UPDATE (request_id, status, error_code, error_text, duration_seconds, channels, speakers, language, model, tags,
    extra, job, claim, updated_at) ON transcripts TO rolecall_callbacks;
GRANT SELECT (transcript_id, job, month, sha256) ON raw_transcripts TO rolecall_callbacks;
GRANT SELECT (sha256) ON quarantine TO rolecall_callbacks;
GRANT SELECT, INSERT, DELETE ON outbox TO rolecall_callbacks;
GRANT UPDATE (publish_after) ON outbox TO rolecall_callbacks;

-- How full the quarantine is, for those who may not read it.
CREATE FUNCTION quarantine_bytes() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(sum(octet_length(body)), 0)::bigint FROM public.quarantine
$$;

-- webhook-service reads everything. Bodies and results are deleted by the owner alone.
GRANT SELECT ON api_keys, audit TO rolecall_webhook;
GRANT INSERT ON api_keys, audit TO rolecall_webhook;
GRANT UPDATE (revoked_at) ON api_keys TO rolecall_webhook;
GRANT DELETE ON audit TO rolecall_webhook;
REVOKE DELETE ON raw_transcripts, processed_transcripts FROM rolecall_webhook;

REVOKE EXECUTE ON FUNCTION add_api_key(text, text, varchar[]), quarantine_bytes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_api_key(text, text, varchar[]) TO rolecall_webhook;
GRANT EXECUTE ON FUNCTION quarantine_bytes() TO rolecall_webhook, rolecall_callbacks;

-- An outbox row belongs to its writer.
SELECT lock_table_in_turn('outbox');
CREATE POLICY own_rows_of_webhook_service ON outbox TO rolecall_webhook, rolecall_callbacks
    USING (writer = 'webhook-service');
CREATE POLICY own_rows_of_classifier_service ON outbox TO rolecall_classifier
    USING (writer = 'classifier-service');
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 7';
