-- What the model costs: of every result, and of every day, which is how limits hold for all pods together.
-- The way back is db/undo/U3__model_usage.sql.

ALTER TABLE processed_transcripts
    ADD COLUMN cached_tokens integer NOT NULL DEFAULT 0,    -- of the input tokens
    ADD COLUMN cost_usd numeric(12, 6) NOT NULL DEFAULT 0;  -- by the prices configured when it was asked

CREATE TABLE model_usage (
    day           date PRIMARY KEY,                         -- in UTC
    tokens        bigint NOT NULL DEFAULT 0,                -- reserved or spent
    usd           numeric NOT NULL DEFAULT 0,
    minute        timestamptz NOT NULL,                     -- the last in which anything was reserved
    minute_tokens bigint NOT NULL DEFAULT 0                 -- of that minute
) WITH (fillfactor = 50);                                   -- one row, updated by every call

-- Counts what is wanted, or says which limit is in the way and for how many seconds. A null limit is none. A call that
-- wants more than a whole minute's tokens goes through as the first of its minute.
CREATE FUNCTION reserve_model_usage(want_tokens bigint, want_usd numeric, tokens_per_minute bigint, usd_per_day numeric,
        OUT counted_in date, OUT counted_at timestamptz, OUT refused text, OUT wait double precision)
    LANGUAGE plpgsql AS $$
DECLARE
    used model_usage;
    this_minute timestamptz;
    minute_so_far bigint;
BEGIN
    counted_in := (clock_timestamp() AT TIME ZONE 'UTC')::date;
    INSERT INTO model_usage (day, minute) VALUES (counted_in, date_trunc('minute', clock_timestamp()))
        ON CONFLICT DO NOTHING;
    SELECT * INTO used FROM model_usage WHERE day = counted_in FOR UPDATE;
    this_minute := date_trunc('minute', clock_timestamp()); -- after the wait for the row
    minute_so_far := CASE WHEN used.minute = this_minute THEN used.minute_tokens ELSE 0 END;
    IF used.usd + want_usd > usd_per_day THEN
        refused := 'spend-limit';
        wait := extract(epoch FROM (counted_in + 1)::timestamp AT TIME ZONE 'UTC' - clock_timestamp());
    ELSIF minute_so_far > 0 AND minute_so_far + want_tokens > tokens_per_minute THEN
        refused := 'token-budget';
        wait := extract(epoch FROM this_minute + interval '1 minute' - clock_timestamp());
    ELSE
        UPDATE model_usage SET tokens = tokens + want_tokens, usd = usd + want_usd, minute = this_minute,
            minute_tokens = minute_so_far + want_tokens WHERE day = counted_in;
        counted_at := this_minute;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION reserve_model_usage(bigint, numeric, bigint, numeric) FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE ON model_usage TO rolecall_classifier;
GRANT EXECUTE ON FUNCTION reserve_model_usage(bigint, numeric, bigint, numeric) TO rolecall_classifier;
GRANT SELECT ON model_usage TO rolecall_webhook;
