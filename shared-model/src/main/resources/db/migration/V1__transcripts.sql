-- The four tables of the hot path, what is set aside, and the two roles that work on them.
-- The way back is db/undo/U1__transcripts.sql.

CREATE TABLE transcripts (
    id                uuid PRIMARY KEY,                 -- version 7: ordered by time of arrival
    request_id        text UNIQUE,                      -- Deepgram's; null until Deepgram has named one
    status            text NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
    error_code        text,                             -- Deepgram's, where status is failed
    error_text        text,
    processing_status text NOT NULL DEFAULT 'pending'
        CHECK (processing_status IN ('pending', 'processing', 'completed', 'failed')),
    processing_code   text,                             -- why the last attempt failed
    processing_reason text,
    month             date NOT NULL,                    -- the partition that holds its body and results
    duration_seconds  double precision,
    channels          integer,
    speakers          integer,                          -- distinct (channel, speaker) keys among the words
    language          text,
    model             text,                             -- Deepgram's, not ours
    tags              varchar[] NOT NULL DEFAULT '{}',
    extra             jsonb NOT NULL DEFAULT '{}',
    job               integer NOT NULL DEFAULT 1,       -- raised by every new piece of work on this transcript
    attempts          integer NOT NULL DEFAULT 0,       -- of the current job, paid for and failed
    not_before        timestamptz,                      -- waiting for a retry until then
    claim             bigint NOT NULL DEFAULT 0,        -- raised by every claim; fences the writes of an older one
    lease_until       timestamptz,                      -- how long the current claim holds, by this database's clock
    current_result    uuid,                             -- the processed transcript that is shown
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    erased_at         timestamptz
) WITH (fillfactor = 80); -- every row is updated a few times: room for it on its own page

CREATE INDEX transcripts_by_status ON transcripts (status, id);
CREATE INDEX transcripts_by_processing_status ON transcripts (processing_status, id);
CREATE INDEX transcripts_by_tag ON transcripts USING gin (tags);

CREATE TABLE raw_transcripts (
    transcript_id uuid NOT NULL,
    job           integer NOT NULL,                     -- the job this body began: a later body has a higher one
    month         date NOT NULL,
    body          bytea NOT NULL,                       -- exactly as received, zstd-compressed
    size_bytes    bigint NOT NULL,                      -- before compression
    sha256        bytea NOT NULL,                       -- before compression
    received_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (transcript_id, job, month)
) PARTITION BY RANGE (month);

CREATE TABLE processed_transcripts (
    id                uuid NOT NULL,
    transcript_id     uuid NOT NULL,
    job               integer NOT NULL,
    month             date NOT NULL,
    labelled          boolean NOT NULL,
    unlabelled_reason text,                             -- why there was nothing to label, where labelled is false
    result            jsonb NOT NULL,                   -- turns and speakers
    model             text,                             -- that answered; null where none was asked
    input_tokens      integer NOT NULL DEFAULT 0,
    output_tokens     integer NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, month)
) PARTITION BY RANGE (month);

CREATE INDEX processed_transcripts_by_transcript ON processed_transcripts (transcript_id);

CREATE TABLE raw_transcripts_unplanned PARTITION OF raw_transcripts DEFAULT;
CREATE TABLE processed_transcripts_unplanned PARTITION OF processed_transcripts DEFAULT;

-- Bodies are compressed before they arrive; a second try would only cost time. Partitions made later inherit this.
ALTER TABLE raw_transcripts ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE raw_transcripts_unplanned ALTER COLUMN body SET STORAGE EXTERNAL;

-- Presence means unpublished: a row goes when the broker has acknowledged it.
CREATE TABLE outbox (
    id            uuid PRIMARY KEY,
    writer        text NOT NULL,                        -- the service that publishes this row
    topic         text NOT NULL,
    key           text,
    value         bytea,                                -- small: a pointer, or a poison record passed on as it came
    headers       jsonb NOT NULL DEFAULT '{}',
    publish_after timestamptz NOT NULL                  -- the sweeper leaves it alone until then
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 1000);

CREATE INDEX outbox_due ON outbox (writer, publish_after);

-- Bodies that fit no transcript: kept, because Deepgram does not send them again.
CREATE TABLE set_aside (
    sha256      bytea PRIMARY KEY,                      -- of the body as received: the same body is kept once
    request_id  text,
    reason      text NOT NULL,
    body        bytea NOT NULL,                         -- zstd-compressed
    size_bytes  bigint NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE set_aside ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX set_aside_by_time ON set_aside (received_at);

-- Makes the partitions of this month and the next ones, where they are missing. Run by the owner's daily job.
-- Answers with the names of those it made. A month that already has rows in the DEFAULT partition is refused by
-- PostgreSQL (23514): those rows have to be moved first.
CREATE FUNCTION make_partitions(months_ahead integer) RETURNS SETOF text
    LANGUAGE plpgsql AS $$
DECLARE
    base text;
    first_day date;
    partition text;
BEGIN
    FOREACH base IN ARRAY ARRAY['raw_transcripts', 'processed_transcripts'] LOOP
        FOR ahead IN 0..months_ahead LOOP
            first_day := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead))::date;
            partition := format('%s_%s', base, to_char(first_day, 'YYYY_MM'));
            IF to_regclass(partition) IS NULL THEN
                EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    partition, base, first_day, first_day + interval '1 month');
                RETURN NEXT partition;
            END IF;
        END LOOP;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION make_partitions(integer) FROM PUBLIC;
SELECT make_partitions(3);

-- The two roles. Whoever deploys may have made them before; otherwise they are made here, without a way to log in.
DO $$
DECLARE
    service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['rolecall_webhook', 'rolecall_classifier'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', service);
        END IF;
    END LOOP;
END $$;

-- webhook-service: inserts transcripts and bodies, reads everything, never writes a label.
GRANT SELECT ON transcripts, raw_transcripts, processed_transcripts, set_aside TO rolecall_webhook;
GRANT INSERT ON transcripts, raw_transcripts, set_aside TO rolecall_webhook;
GRANT UPDATE (request_id, status, error_code, error_text, month, duration_seconds, channels, speakers, language, model,
    tags, extra, job, claim, updated_at, erased_at) ON transcripts TO rolecall_webhook;
GRANT DELETE ON raw_transcripts, processed_transcripts, set_aside TO rolecall_webhook;

-- classifier-service: reads bodies, writes results and its own columns, never inserts or deletes a transcript or a body.
GRANT SELECT ON transcripts, raw_transcripts, processed_transcripts TO rolecall_classifier;
GRANT INSERT ON processed_transcripts TO rolecall_classifier;
GRANT UPDATE (processing_status, processing_code, processing_reason, job, attempts, not_before, claim, lease_until,
    current_result, updated_at) ON transcripts TO rolecall_classifier;

-- Each publishes and sweeps the outbox rows it wrote.
GRANT SELECT, INSERT, DELETE ON outbox TO rolecall_webhook, rolecall_classifier;
GRANT UPDATE (publish_after) ON outbox TO rolecall_webhook, rolecall_classifier;
