-- Retention: bodies and results of a month, or of a tag, are dropped when they are old enough, unless a legal hold forbids it.
-- The way back is db/undo/U18__retention.sql.
-- squawk-ignore-file prefer-bigint-over-int

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

-- What must not be dropped or erased until it is released.
CREATE TABLE legal_holds (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transcript_id uuid,
    tag           varchar,                                  -- all transcripts that have it
    reason        text NOT NULL,
    held_by       text NOT NULL,
    held_at       timestamptz NOT NULL DEFAULT now(),
    released_at   timestamptz,
    CHECK (num_nonnulls(transcript_id, tag) = 1)
);

-- What operators have asked for. The owner's job carries it out: `CALL apply_retention()`.
CREATE TABLE retentions (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    month    date,                                          -- its first day
    tag      varchar,
    before   timestamptz,                                   -- with a tag: only transcripts that came before then
    state    text NOT NULL DEFAULT 'asked'
        CHECK (state IN ('asked', 'running', 'emptied', 'completed', 'refused', 'cancelled')),
    note     text,                                          -- why it was refused, or what is left to do
    dropped  bigint NOT NULL DEFAULT 0,                     -- transcripts whose body is gone
    kept     bigint NOT NULL DEFAULT 0,                     -- with a tag: unfinished, being replayed, or held
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    CHECK ((month IS NULL) = (tag IS NOT NULL) AND (tag IS NULL) = (before IS NULL))
);

-- Months whose bodies and results are gone, or are about to be: no job in them is raised any more.
CREATE TABLE dropped_months (
    month      date PRIMARY KEY,
    dropped_at timestamptz                                  -- null while it is found out whether it can be dropped
);

SELECT lock_table_in_turn('transcripts');
ALTER TABLE transcripts ADD COLUMN body_dropped_at timestamptz;

-- When the body and the results of a transcript were dropped; null if they were not.
CREATE FUNCTION body_dropped_at(which_month date, one_by_one timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE AS $$
    SELECT coalesce(one_by_one, (SELECT d.dropped_at FROM dropped_months d WHERE d.month = which_month))
$$;

CREATE FUNCTION is_held(which uuid, its_tags varchar[]) RETURNS boolean
    LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM legal_holds WHERE released_at IS NULL AND (transcript_id = which OR tag = ANY (its_tags)))
$$;

-- Transcripts that must not be dropped, and why. One may be there several times. Each part is found by an index.
CREATE VIEW kept_transcripts AS
    SELECT id, month, 'unfinished' AS because FROM transcripts
        WHERE (status <> 'completed' OR processing_status <> 'completed') AND erased_at IS NULL
            AND (status IN ('pending', 'processing') OR status = 'completed' AND processing_status IN ('pending', 'processing'))
    UNION ALL
    SELECT id, month, 'unfinished' FROM shadows
        WHERE processing_status <> 'completed' AND processing_status IN ('pending', 'processing')
    UNION ALL
    SELECT t.id, t.month, 'replaying' FROM replays r JOIN replay_jobs j ON j.replay_id = r.id JOIN transcripts t ON t.id = j.transcript_id
        WHERE r.state IN ('running', 'paused') AND j.raised_at IS NULL AND j.skipped_at IS NULL
    UNION ALL
    SELECT t.id, t.month, 'held' FROM legal_holds h JOIN transcripts t ON t.id = h.transcript_id WHERE h.released_at IS NULL
    UNION ALL
    SELECT t.id, t.month, 'held' FROM legal_holds h JOIN transcripts t ON t.tags @> ARRAY[h.tag] WHERE h.released_at IS NULL;

-- Executes one statement that needs a lock on a table which callbacks use: asks for it for 50 ms, and again a second later.
-- Answers whether it got it in so many tries.
CREATE PROCEDURE execute_in_turn(statement text, tries integer, INOUT is_done boolean)
    LANGUAGE plpgsql AS $$
BEGIN
    is_done := false;
    FOR attempt IN 1..tries LOOP
        BEGIN
            PERFORM set_config('lock_timeout', '50ms', true);
            EXECUTE statement;
            is_done := true;
        EXCEPTION WHEN lock_not_available THEN
            is_done := false;
        END;
        COMMIT;
        EXIT WHEN is_done;
        PERFORM pg_sleep(1);
    END LOOP;
END $$;

-- Why a month must not be dropped, with numbers; null if nothing forbids it.
CREATE FUNCTION month_is_kept(which_month date) RETURNS text
    LANGUAGE sql STABLE AS $$
    SELECT string_agg(rows || ' ' || because, ', ' ORDER BY because) FROM (
        SELECT because, count(DISTINCT id) AS rows FROM kept_transcripts WHERE month = which_month GROUP BY because) AS reasons
$$;

-- In one transaction: empties the partitions of a month, looks once more whether something forbids it, which undoes that, and
-- notes that it is gone.
CREATE FUNCTION empty_month(which bigint) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    asked retentions;
    base text;
    needed text;
BEGIN
    SELECT * INTO asked FROM retentions WHERE id = which;
    FOREACH base IN ARRAY ARRAY['raw_transcripts', 'processed_transcripts'] LOOP
        IF to_regclass(partition_name(base, asked.month)) IS NOT NULL THEN
            EXECUTE format('TRUNCATE %I', partition_name(base, asked.month));
        END IF;
        EXECUTE format('DELETE FROM %I WHERE month = %L', base || '_unplanned', asked.month);
    END LOOP;
    needed := month_is_kept(asked.month);
    IF needed IS NOT NULL THEN
        RAISE EXCEPTION '%', needed USING ERRCODE = 'RC001';
    END IF;
    UPDATE dropped_months SET dropped_at = coalesce(dropped_at, now()) WHERE month = asked.month;
    UPDATE retentions SET state = 'emptied', note = 'the partitions are empty, and not detached yet',
        dropped = (SELECT count(*) FROM transcripts WHERE month = asked.month) WHERE id = which;
END $$;

-- The results of shadows have words, too.
CREATE PROCEDURE blank_shadows(which_month date)
    LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[];
    after uuid := '00000000-0000-0000-0000-000000000000';
BEGIN
    LOOP
        SELECT array_agg(id) INTO ids FROM (
            SELECT id FROM shadows WHERE id > after AND month = which_month
                AND (result IS NOT NULL OR processing_reason IS NOT NULL) ORDER BY id LIMIT 500) AS page;
        EXIT WHEN ids IS NULL;
        UPDATE shadows SET result = NULL, processing_reason = NULL WHERE id = ANY (ids);
        COMMIT;
        after := (SELECT id FROM unnest(ids) AS id ORDER BY id DESC LIMIT 1);
    END LOOP;
END $$;

-- Drops a month: first that no job is raised any more, then whether there is a reason to keep it, then TRUNCATE, which waits for
-- nobody who reads another month, and last DETACH, which needs a lock on the whole table. Goes on where it was stopped.
-- settle: as long as any statement may take that has not seen the first step.
CREATE PROCEDURE drop_month(which bigint, settle interval, tries integer)
    LANGUAGE plpgsql AS $$
DECLARE
    asked retentions;
    needed text;
    base text;
    part text;
    is_done boolean := false;
    is_detached boolean := true;
BEGIN
    UPDATE retentions SET state = 'running' WHERE id = which AND state IN ('asked', 'running');
    SELECT * INTO asked FROM retentions WHERE id = which;
    IF asked.state = 'running' THEN
        INSERT INTO dropped_months (month) VALUES (asked.month) ON CONFLICT DO NOTHING;
        COMMIT;
        PERFORM pg_sleep(extract(epoch FROM settle));
        needed := month_is_kept(asked.month);
        FOR attempt IN 1..tries LOOP
            EXIT WHEN needed IS NOT NULL;
            BEGIN
                PERFORM set_config('lock_timeout', '50ms', true);
                PERFORM empty_month(which);
                is_done := true;
            EXCEPTION
                WHEN lock_not_available THEN is_done := false;
                WHEN SQLSTATE 'RC001' THEN needed := SQLERRM;
            END;
            COMMIT;
            EXIT WHEN is_done;
            PERFORM pg_sleep(1);
        END LOOP;
        IF needed IS NOT NULL THEN
            DELETE FROM dropped_months WHERE month = asked.month AND dropped_at IS NULL;
            UPDATE retentions SET state = 'refused', ended_at = now(), note = needed || ': finish, cancel or release them, and ask again'
                WHERE id = which;
        ELSIF NOT is_done THEN
            UPDATE retentions SET note = 'a partition is in use by a transaction that has not ended' WHERE id = which;
        END IF;
        COMMIT;
        SELECT * INTO asked FROM retentions WHERE id = which;
    END IF;
    IF asked.state <> 'emptied' THEN
        RETURN;
    END IF;
    CALL blank_shadows(asked.month);
    FOREACH base IN ARRAY ARRAY['raw_transcripts', 'processed_transcripts'] LOOP
        part := partition_name(base, asked.month);
        IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(part) AND inhparent = base::regclass) THEN
            CALL execute_in_turn(format('ALTER TABLE %I DETACH PARTITION %I', base, part), tries, is_done);
            is_detached := is_detached AND is_done;
        END IF;
        IF is_detached AND to_regclass(part) IS NOT NULL THEN
            CALL execute_in_turn(format('DROP TABLE %I', part), tries, is_done);
            is_detached := is_done;
        END IF;
    END LOOP;
    IF is_detached THEN
        UPDATE retentions SET state = 'completed', ended_at = now(), note = NULL WHERE id = which;
        COMMIT;
    END IF;
END $$;

-- Drops the bodies and results of a tag, a hundred in a transaction, and rests as long as that took. What is locked is skipped.
CREATE PROCEDURE drop_tag(which bigint)
    LANGUAGE plpgsql AS $$
DECLARE
    asked retentions;
    ids uuid[];
    began timestamptz;
    after uuid := '00000000-0000-0000-0000-000000000000';
    last uuid;
BEGIN
    UPDATE retentions SET state = 'running' WHERE id = which AND state IN ('asked', 'running');
    SELECT * INTO asked FROM retentions WHERE id = which;
    COMMIT;
    IF asked.state <> 'running' THEN
        RETURN;
    END IF;
    LOOP
        began := clock_timestamp();
        SELECT array_agg(id), (array_agg(id ORDER BY id DESC))[1] INTO ids, last FROM (
            SELECT id FROM transcripts WHERE tags @> ARRAY[asked.tag] AND created_at < asked.before AND id > after
                AND body_dropped_at IS NULL AND erased_at IS NULL ORDER BY id LIMIT 100) AS page;
        EXIT WHEN ids IS NULL;
        WITH chosen AS (
            SELECT id, month FROM transcripts t WHERE id = ANY (ids) AND body_dropped_at IS NULL
                -- of the row as it is when it is locked, and not as this statement has found it
                AND NOT (status IN ('pending', 'processing') OR status = 'completed' AND processing_status IN ('pending', 'processing'))
                AND id NOT IN (SELECT k.id FROM kept_transcripts k WHERE k.id = ANY (ids))
                AND NOT EXISTS (SELECT FROM dropped_months d WHERE d.month = t.month)
            FOR UPDATE OF t SKIP LOCKED
        ), bodies AS (
            DELETE FROM raw_transcripts r USING chosen c WHERE r.transcript_id = c.id AND r.month = c.month
        ), results AS (
            DELETE FROM processed_transcripts p USING chosen c WHERE p.transcript_id = c.id AND p.month = c.month
        ), beside AS (
            UPDATE shadows s SET result = NULL, processing_reason = NULL FROM chosen c WHERE s.id = c.id
        ), marked AS (
            -- a body that is on its way into it is refused by the raised job
            UPDATE transcripts t SET body_dropped_at = now(), job = t.job + 1, claim = t.claim + 1, updated_at = now() FROM chosen c WHERE t.id = c.id RETURNING t.id
        )
        UPDATE retentions SET dropped = dropped + (SELECT count(*) FROM marked) WHERE id = which;
        COMMIT;
        after := last;
        PERFORM pg_sleep(extract(epoch FROM clock_timestamp() - began));
    END LOOP;
    UPDATE retentions SET state = 'completed', ended_at = now(), kept = (SELECT count(*) FROM transcripts t
            WHERE tags @> ARRAY[asked.tag] AND created_at < asked.before AND erased_at IS NULL AND body_dropped_at IS NULL
                AND NOT EXISTS (SELECT FROM dropped_months d WHERE d.month = t.month))
        WHERE id = which;
    COMMIT;
END $$;

-- What the owner's job calls, one at a time. It commits as it goes, so it cannot be called inside a transaction. In a database that
-- was restored and is not up to date it does nothing: what was asked for then may have been cancelled since.
CREATE PROCEDURE apply_retention(settle interval DEFAULT '10 seconds', tries integer DEFAULT 600)
    LANGUAGE plpgsql AS $$
DECLARE
    one_at_a_time CONSTANT bigint := hashtext('rolecall apply_retention');
    next bigint;
    which_tag varchar;
    done bigint[] := '{}';
BEGIN
    IF NOT database_is_confirmed() THEN
        RAISE WARNING 'the database was restored and is not up to date: nothing is dropped';
        RETURN;
    END IF;
    IF NOT pg_try_advisory_lock(one_at_a_time) THEN
        RAISE WARNING 'another job drops at this moment';
        RETURN;
    END IF;
    -- of requests that were cancelled by a restore
    DELETE FROM dropped_months WHERE dropped_at IS NULL
        AND month NOT IN (SELECT r.month FROM retentions r WHERE r.month IS NOT NULL AND r.state IN ('asked', 'running'));
    LOOP
        SELECT id, tag INTO next, which_tag FROM retentions
            WHERE state IN ('asked', 'running', 'emptied') AND id <> ALL (done) ORDER BY id LIMIT 1;
        EXIT WHEN NOT FOUND;
        done := done || next;
        IF which_tag IS NULL THEN
            CALL drop_month(next, settle, tries);
        ELSE
            CALL drop_tag(next);
        END IF;
    END LOOP;
    PERFORM pg_advisory_unlock(one_at_a_time);
END $$;

REVOKE EXECUTE ON PROCEDURE execute_in_turn(text, integer, boolean), blank_shadows(date), drop_month(bigint, interval, integer),
    drop_tag(bigint), apply_retention(interval, integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION empty_month(bigint) FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE (released_at) ON legal_holds TO rolecall_webhook;
GRANT SELECT, INSERT, UPDATE (state, note, ended_at) ON retentions TO rolecall_webhook;
GRANT SELECT ON dropped_months TO rolecall_webhook, rolecall_callbacks;
GRANT SELECT ON kept_transcripts TO rolecall_webhook;
GRANT SELECT (body_dropped_at) ON transcripts TO rolecall_callbacks;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 18';
