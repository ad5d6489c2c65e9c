-- The way shadow: labelled beside the result of before, to compare the two. Nothing here is ever shown as a transcript's
-- result, and with the table all of it is gone.
-- The way back is db/undo/U9__shadows.sql.
-- The types are those of the columns in transcripts.
-- squawk-ignore-file prefer-bigint-over-int

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

-- Columns with the names of transcripts' mean the same, for a job of their own.
CREATE TABLE shadows (
    id                uuid PRIMARY KEY,                 -- the transcript's
    month             date NOT NULL,                    -- the partition that holds the body
    job               integer NOT NULL DEFAULT 1,
    processing_status text NOT NULL DEFAULT 'pending'
        CHECK (processing_status IN ('pending', 'processing', 'completed', 'failed')),
    processing_code   text,
    processing_reason text,
    attempts          integer NOT NULL DEFAULT 0,
    not_before        timestamptz,
    claim             bigint NOT NULL DEFAULT 0,
    lease_until       timestamptz,
    labelled          boolean,                          -- this and the following are those of processed_transcripts
    unlabelled_reason text,
    result            jsonb,
    model             text,
    input_tokens      integer NOT NULL DEFAULT 0,
    cached_tokens     integer NOT NULL DEFAULT 0,
    output_tokens     integer NOT NULL DEFAULT 0,
    cost_usd          numeric(12, 6) NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

-- The event of a transcript that is held is made when it is released.
DELETE FROM outbox WHERE publish_after = 'infinity';

-- False for a transcript that came by a callback beside its row in the adopted table.
ALTER TABLE legacy_ids ADD COLUMN is_copy boolean NOT NULL DEFAULT true;

GRANT SELECT, INSERT, UPDATE ON shadows TO rolecall_webhook;
-- for INSERT … ON CONFLICT: no result
GRANT INSERT, UPDATE, SELECT (id, job, claim) ON shadows TO rolecall_callbacks;
GRANT SELECT, UPDATE ON shadows TO rolecall_classifier;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 9';
