-- What is stuck: jobs that wait for an event that is nowhere, and where Kafka was when they were found.
-- The way back is db/undo/U14__reconciler.sql.
-- squawk-ignore-file prefer-bigint-over-int

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

-- What all consumer groups must have passed before the jobs that were found before it count as stuck.
CREATE TABLE reconcile_rounds (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    began_at  timestamptz NOT NULL DEFAULT now(),
    positions jsonb                                         -- read after its candidates were found; null until then
);

-- A job that seems to be stuck, as it was found. It is not, if anything about it has changed since.
CREATE TABLE reconcile_candidates (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transcript_id     uuid NOT NULL,
    shadow            boolean NOT NULL,                     -- whether the job is in the table shadows
    round_id          bigint NOT NULL REFERENCES reconcile_rounds ON DELETE CASCADE,
    kind              text NOT NULL,
    job               integer NOT NULL,
    claim             bigint NOT NULL,
    attempts          integer NOT NULL,
    processing_status text NOT NULL,
    found_at          timestamptz NOT NULL DEFAULT now(),
    told_at           timestamptz,                          -- when its dead letter was written again
    UNIQUE (transcript_id, shadow)
);
CREATE INDEX reconcile_candidates_by_round ON reconcile_candidates (round_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON reconcile_rounds, reconcile_candidates TO rolecall_webhook;

-- Whether an event waits to be published, whoever has written it.
SELECT lock_table_in_turn('outbox');
CREATE POLICY all_rows_are_seen_by_webhook_service ON outbox FOR SELECT TO rolecall_webhook USING (true);

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 14';
