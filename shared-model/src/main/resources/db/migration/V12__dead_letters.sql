-- The dead-letter topic as a table, so that dead letters can be listed, filtered, parked, discarded and replayed.
-- The way back is db/undo/U12__dead_letters.sql.
-- squawk-ignore-file prefer-bigint-over-int

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

-- One row a record. Filled by one pod among all; a record is read again after a restore of either side.
CREATE TABLE dead_letters (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic_id        uuid NOT NULL,                          -- Kafka's: a topic that is made again has another
    partition       integer NOT NULL,
    record_offset   bigint NOT NULL,
    record_key      text,
    transcript_id   uuid,                                   -- null if the value cannot be read
    job             integer,                                -- the job that has failed
    shadow          boolean NOT NULL DEFAULT false,
    code            text NOT NULL,
    reason          text,
    attempts        integer NOT NULL DEFAULT 0,
    provider        text,                                   -- a host; null if none was asked
    model           text,
    first_failed_at timestamptz,
    failed_at       timestamptz NOT NULL,                   -- the record's own time
    replays         integer NOT NULL DEFAULT 0,             -- dead letters of earlier jobs of the same transcript
    parked_at       timestamptz,
    discarded_at    timestamptz,
    act_reason      text,                                   -- why it was parked or discarded
    UNIQUE (topic_id, partition, record_offset)
);
CREATE INDEX dead_letters_by_transcript ON dead_letters (transcript_id, job);
CREATE INDEX dead_letters_by_time ON dead_letters (failed_at);

-- What is read next, written together with the rows.
CREATE TABLE dead_letter_positions (
    topic_id    uuid NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic_id, partition)
) WITH (fillfactor = 50);

-- A dead letter beside the job that it speaks of.
CREATE VIEW dead_letter_states AS
    SELECT d.*, t.tags,
        CASE
            WHEN d.discarded_at IS NOT NULL THEN 'discarded'
            WHEN d.transcript_id IS NULL THEN 'unreadable'
            WHEN t.id IS NULL OR t.erased_at IS NOT NULL THEN 'gone'
            WHEN t.current_job > d.job OR t.processing_status = 'completed' THEN 'replayed'
            WHEN t.processing_status <> 'failed' OR t.current_job < d.job THEN 'unfinished'
            WHEN d.parked_at IS NOT NULL THEN 'parked'
            ELSE 'open'
        END AS state
    FROM dead_letters AS d
    LEFT JOIN LATERAL (
        SELECT id, tags, job AS current_job, processing_status, erased_at FROM transcripts
            WHERE NOT d.shadow AND transcripts.id = d.transcript_id
        UNION ALL
        SELECT s.id, transcripts.tags, s.job, s.processing_status, transcripts.erased_at
            FROM shadows AS s JOIN transcripts USING (id) WHERE d.shadow AND s.id = d.transcript_id
    ) AS t ON true;

-- Many failed jobs to be raised at a set rate. Which ones is decided when it is planned.
CREATE TABLE replays (
    id          uuid PRIMARY KEY,
    state       text NOT NULL DEFAULT 'planned'
        CHECK (state IN ('planned', 'running', 'paused', 'cancelled', 'completed')),
    filter      text NOT NULL,
    forced      boolean NOT NULL,                           -- whether parked ones are raised too
    per_second  double precision NOT NULL CHECK (per_second > 0),
    jobs        integer NOT NULL,
    plan        jsonb NOT NULL,
    created_by  text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    credit_from timestamptz,                                -- the rate is used up to then, by this database's clock
    started_at  timestamptz,
    ended_at    timestamptz
) WITH (fillfactor = 50);

CREATE TABLE replay_jobs (
    replay_id     uuid NOT NULL REFERENCES replays ON DELETE CASCADE,
    transcript_id uuid NOT NULL,
    job           integer NOT NULL,                         -- that has failed
    raised_at     timestamptz,
    skipped_at    timestamptz,                              -- it was not there to be raised any more
    PRIMARY KEY (replay_id, transcript_id)
);
CREATE INDEX replay_jobs_waiting ON replay_jobs (replay_id, transcript_id)
    WHERE raised_at IS NULL AND skipped_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON replays, replay_jobs TO rolecall_webhook;
GRANT SELECT, INSERT, UPDATE ON dead_letters, dead_letter_positions TO rolecall_webhook;
GRANT SELECT ON dead_letter_states TO rolecall_webhook;
-- a claim refuses what is parked or discarded, whoever has produced the event
GRANT SELECT (transcript_id, job, shadow, parked_at, discarded_at) ON dead_letters TO rolecall_classifier;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 12';
