-- Partitions are made without a lock that a callback, a claim or a reader waits for, and rows that got into a DEFAULT
-- partition are moved while more arrive.
-- The way back is db/undo/U6__partitions_beside_callbacks.sql.

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

-- Makes this month's partition and the next ones of one table, and the partitions of all rows in its DEFAULT partition.
--
-- A new partition is created beside its table and attached. ATTACH locks the DEFAULT partition, and every statement that
-- may read it queues behind a lock that is requested: the request is given up after 100 ms, and made again a second later.
-- A reader that is idle in a transaction delays this procedure, and nothing else.
--
-- Rows of the DEFAULT partition are copied first, without a lock; under the lock only what has come since. TRUNCATE then
-- empties it, so that ATTACH scans nothing.
CREATE PROCEDURE add_partitions_to(base text, key text, months_ahead integer)
    LANGUAGE plpgsql AS $$
DECLARE
    this_month CONSTANT date := date_trunc('month', now() AT TIME ZONE 'UTC');
    unplanned CONSTANT text := base || '_unplanned';
    first_days date[];
    first_day date;
    has_rows boolean;
    is_done boolean := false;
BEGIN
    FOR attempt IN 1..3600 LOOP
        EXECUTE format('SELECT array_agg(DISTINCT date_trunc(''month'', month)::date) FROM %I', unplanned) INTO first_days;
        has_rows := first_days IS NOT NULL;
        SELECT array_agg(DISTINCT month ORDER BY month) INTO first_days
        FROM unnest(first_days || ARRAY(
            SELECT (this_month + make_interval(months => ahead))::date FROM generate_series(0, months_ahead) AS ahead
        )) AS month
        WHERE NOT EXISTS (
            SELECT FROM pg_inherits WHERE inhrelid = to_regclass(partition_name(base, month)) AND inhparent = base::regclass);
        EXIT WHEN first_days IS NULL;

        FOREACH first_day IN ARRAY first_days LOOP
            EXECUTE format('CREATE TABLE IF NOT EXISTS %I (LIKE %I INCLUDING ALL)', partition_name(base, first_day), base);
            COMMIT;
            IF has_rows THEN
                PERFORM copy_unplanned(base, key, first_day);
                COMMIT;
            END IF;
        END LOOP;

        BEGIN
            PERFORM set_config('lock_timeout', '100ms', true);
            IF has_rows OR this_month = ANY (first_days) THEN
                -- an insert that is on its way to the DEFAULT partition would be refused once its month has its own
                EXECUTE format('LOCK TABLE ONLY %I IN SHARE ROW EXCLUSIVE MODE', base);
            END IF;
            EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', unplanned);
            PERFORM attach_partitions(base, key, first_days);
            is_done := true;
        EXCEPTION WHEN lock_not_available OR serialization_failure THEN
            is_done := false;
        END;
        COMMIT;
        EXIT WHEN is_done;
        PERFORM pg_sleep(1);
        COMMIT;
    END LOOP;
    IF NOT is_done AND first_days IS NOT NULL THEN
        RAISE EXCEPTION 'no lock on table % within an hour: end the transactions that use it and call this again', unplanned
            USING ERRCODE = 'lock_not_available';
    END IF;
END $$;

CREATE FUNCTION partition_name(base text, first_day date) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$ SELECT base || '_' || to_char(first_day, 'YYYY_MM') $$;

-- Copies the rows of a month that are in the DEFAULT partition and not yet in the month's own.
CREATE FUNCTION copy_unplanned(base text, key text, first_day date) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO %1$I SELECT * FROM %2$I u WHERE u.month >= %3$L AND u.month < %4$L
            AND NOT EXISTS (SELECT FROM %1$I p WHERE (%5$s) = (%6$s))',
        partition_name(base, first_day), base || '_unplanned', first_day, first_day + interval '1 month',
        'p.' || replace(key, ',', ', p.'), 'u.' || replace(key, ',', ', u.'));
END $$;

-- Under a lock on the DEFAULT partition: brings the copies up to date, empties it, and attaches the partitions.
CREATE FUNCTION attach_partitions(base text, key text, first_days date[]) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    first_day date;
    left_over bigint;
    copied bigint := 0;
    total bigint;
BEGIN
    FOREACH first_day IN ARRAY first_days LOOP
        PERFORM copy_unplanned(base, key, first_day);
        -- what was deleted after it was copied
        EXECUTE format('DELETE FROM %1$I p WHERE NOT EXISTS (SELECT FROM %2$I u WHERE (%3$s) = (%4$s))',
            partition_name(base, first_day), base || '_unplanned',
            'p.' || replace(key, ',', ', p.'), 'u.' || replace(key, ',', ', u.'));
        EXECUTE format('SELECT count(*) FROM %I', partition_name(base, first_day)) INTO left_over;
        copied := copied + left_over;
    END LOOP;
    EXECUTE format('SELECT count(*) FROM %I', base || '_unplanned') INTO total;
    IF total <> copied THEN
        RAISE EXCEPTION 'rows of another month came into the DEFAULT partition of %', base
            USING ERRCODE = 'serialization_failure';
    END IF;
    IF total > 0 THEN
        EXECUTE format('TRUNCATE %I', base || '_unplanned');
    END IF;
    FOREACH first_day IN ARRAY first_days LOOP
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            base, partition_name(base, first_day), first_day, first_day + interval '1 month');
    END LOOP;
END $$;

-- What the owner's daily job calls. It commits as it goes, so it cannot be called inside a transaction.
CREATE PROCEDURE add_partitions(months_ahead integer)
    LANGUAGE plpgsql AS $$
BEGIN
    CALL add_partitions_to('raw_transcripts', 'transcript_id,job,month', months_ahead);
    CALL add_partitions_to('processed_transcripts', 'id,month', months_ahead);
END $$;

-- Version 0.1's way, for its jobs: nothing is waited for, and the job calls it again. Version 0.3 drops it.
CREATE OR REPLACE FUNCTION make_partitions(months_ahead integer) RETURNS SETOF text
    LANGUAGE plpgsql AS $$
DECLARE
    base text;
    first_day date;
BEGIN
    PERFORM set_config('lock_timeout', '100ms', true);
    FOREACH base IN ARRAY ARRAY['raw_transcripts', 'processed_transcripts'] LOOP
        FOR ahead IN 0..months_ahead LOOP
            first_day := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead))::date;
            IF to_regclass(partition_name(base, first_day)) IS NULL THEN
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition_name(base, first_day), base);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                    base, partition_name(base, first_day), first_day, first_day + interval '1 month');
                RETURN NEXT partition_name(base, first_day);
            END IF;
        END LOOP;
    END LOOP;
END $$;

REVOKE EXECUTE ON FUNCTION copy_unplanned(text, text, date), attach_partitions(text, text, date[]),
    make_partitions(integer) FROM PUBLIC;
REVOKE EXECUTE ON PROCEDURE add_partitions_to(text, text, integer), add_partitions(integer) FROM PUBLIC;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 6';
