-- What a transcript's tag may cost a day, the state of each pod, and what metrics look at in large tables.
-- The way back is db/undo/U10__bad_days.sql.
-- One row a pod or a tag and day, which many statements update.
-- squawk-ignore-file prefer-bigint-over-int

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

CREATE TABLE model_usage_by_tag (
    day date NOT NULL,                                      -- in UTC
    tag text NOT NULL,                                      -- one that has a limit
    usd numeric NOT NULL DEFAULT 0,                         -- reserved or spent
    PRIMARY KEY (day, tag)
) WITH (fillfactor = 50);

-- The same with limits of tags: usd_by_tag[i] is that of tags[i]. Whoever reserves or corrects takes the day's row first, so
-- nobody waits for two rows in another order. The function without tags stays for pods of the release before.
CREATE FUNCTION reserve_model_usage(want_tokens bigint, want_usd numeric, tokens_per_minute bigint, usd_per_day numeric,
        tags text[], usd_by_tag numeric[],
        OUT counted_in date, OUT counted_at timestamptz, OUT refused text, OUT wait double precision, OUT refused_tag text)
    LANGUAGE plpgsql AS $$
DECLARE
    today date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
BEGIN
    INSERT INTO model_usage (day, minute) VALUES (today, date_trunc('minute', clock_timestamp())) ON CONFLICT DO NOTHING;
    PERFORM FROM model_usage WHERE day = today FOR UPDATE;
    SELECT tag INTO refused_tag FROM unnest(tags, usd_by_tag) AS wanted (tag, usd_limit)
        LEFT JOIN (SELECT * FROM model_usage_by_tag WHERE day = today) AS used USING (tag)
        WHERE coalesce(used.usd, 0) + want_usd > usd_limit LIMIT 1;
    IF refused_tag IS NOT NULL THEN
        refused := 'tag-spend-limit';
        wait := extract(epoch FROM (today + 1)::timestamp AT TIME ZONE 'UTC' - clock_timestamp());
        RETURN;
    END IF;
    SELECT r.counted_in, r.counted_at, r.refused, r.wait INTO counted_in, counted_at, refused, wait
        FROM reserve_model_usage(want_tokens, want_usd, tokens_per_minute, usd_per_day) AS r;
    IF refused IS NULL THEN
        INSERT INTO model_usage_by_tag AS used (day, tag, usd) SELECT counted_in, unnest(tags), want_usd
            ON CONFLICT (day, tag) DO UPDATE SET usd = used.usd + excluded.usd;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION reserve_model_usage(bigint, numeric, bigint, numeric, text[], numeric[]) FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE ON model_usage_by_tag TO rolecall_classifier;
GRANT EXECUTE ON FUNCTION reserve_model_usage(bigint, numeric, bigint, numeric, text[], numeric[]) TO rolecall_classifier;
GRANT SELECT ON model_usage_by_tag TO rolecall_webhook;

-- The state of each classifier pod, which it writes every two seconds.
CREATE TABLE pods (
    name       text PRIMARY KEY,
    service    text NOT NULL,
    version    text NOT NULL,
    started_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    state      jsonb NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON pods TO rolecall_classifier;
GRANT SELECT ON pods TO rolecall_webhook;

-- What one pod among all finds out for the others. A lease by this database's clock, not a lock: it works through PgBouncer.
CREATE TABLE watches (
    name       text PRIMARY KEY,
    holder     text NOT NULL,
    held_until timestamptz NOT NULL,
    found      jsonb NOT NULL DEFAULT '[]',
    found_at   timestamptz
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON watches TO rolecall_webhook;

-- When the current job began, if it was raised: the first one began when the transcript arrived. Ages count from here, not
-- from the last touch.
SELECT lock_table_in_turn('transcripts');
ALTER TABLE transcripts ADD COLUMN job_began_at timestamptz;
GRANT UPDATE (job_began_at) ON transcripts TO rolecall_classifier, rolecall_webhook;

CREATE OR REPLACE FUNCTION begin_anew() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    NEW.processing_status := 'pending';
    NEW.processing_code := NULL;
    NEW.processing_reason := NULL;
    NEW.attempts := 0;
    NEW.not_before := NULL;
    NEW.lease_until := NULL;
    NEW.job_began_at := now();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 10';
