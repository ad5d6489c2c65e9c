-- For teams that come from one status for Deepgram and the LLM together: flags that say which way new transcripts go, and
-- the old status for its readers.
-- The way back is db/undo/U8__adoption.sql.

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

-- Of the rules that fit a transcript, one for a tag comes before the one for all.
CREATE TABLE flag_rules (
    flag    text NOT NULL,
    tag     text NOT NULL DEFAULT '',                   -- only transcripts with this tag; empty for all
    percent numeric(5, 2) NOT NULL CHECK (percent > 0 AND percent <= 100), -- of the transcripts, by a hash of their id
    value   text NOT NULL,
    PRIMARY KEY (flag, tag)
);
GRANT SELECT ON flag_rules TO rolecall_webhook, rolecall_callbacks;
GRANT INSERT, UPDATE, DELETE ON flag_rules TO rolecall_webhook;

-- What the rows of an adopted table were called there.
CREATE TABLE legacy_ids (
    legacy_id     text PRIMARY KEY,
    transcript_id uuid NOT NULL UNIQUE
);
GRANT SELECT ON legacy_ids TO rolecall_webhook;

-- The truth table is in docs/adopting.md.
CREATE FUNCTION legacy_status(status text, processing_status text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN status <> 'completed' THEN status
        WHEN processing_status = 'pending' THEN 'processing'
        ELSE processing_status
    END
$$;

SELECT lock_table_in_turn('transcripts');
ALTER TABLE transcripts ADD COLUMN way text NOT NULL DEFAULT 'queue';
GRANT UPDATE (way) ON transcripts TO rolecall_webhook, rolecall_callbacks;

CREATE VIEW legacy_transcripts AS
    SELECT id, request_id, legacy_status(status, processing_status) AS status, created_at, updated_at
    FROM transcripts WHERE erased_at IS NULL;
GRANT SELECT ON legacy_transcripts TO rolecall_webhook;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 8';
