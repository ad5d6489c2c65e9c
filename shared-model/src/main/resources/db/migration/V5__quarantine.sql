-- `set_aside` becomes `quarantine`. Pods of version 0.1 keep their name: an updatable view, which version 0.3 drops.
-- Also: which version the schema has, for the readiness of the pods that need it.
-- The way back is db/undo/U5__quarantine.sql.

-- Takes a lock that nothing else has to wait behind: a request for a lock that is not granted within 100 ms is given up and
-- made again a second later, because every statement that comes meanwhile queues behind it. Gives up after an hour.
CREATE FUNCTION lock_table_in_turn(name regclass) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    FOR attempt IN 1..3600 LOOP
        BEGIN
            PERFORM set_config('lock_timeout', '100ms', true);
            EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', name);
            RETURN;
        EXCEPTION WHEN lock_not_available THEN
            PERFORM pg_sleep(1);
        END;
    END LOOP;
    RAISE EXCEPTION 'no lock on table % within an hour: end the transactions that use it and run the migration again', name
        USING ERRCODE = 'lock_not_available';
END $$;
REVOKE EXECUTE ON FUNCTION lock_table_in_turn(regclass) FROM PUBLIC;

SELECT lock_table_in_turn('set_aside');
ALTER TABLE set_aside RENAME TO quarantine;
ALTER INDEX set_aside_pkey RENAME TO quarantine_pkey;
ALTER INDEX set_aside_by_time RENAME TO quarantine_by_time;

CREATE VIEW set_aside AS SELECT sha256, request_id, reason, body, size_bytes, received_at FROM quarantine;
-- A view does not have the table's default.
ALTER VIEW set_aside ALTER COLUMN received_at SET DEFAULT now();
GRANT SELECT, INSERT, DELETE ON set_aside TO rolecall_webhook;

-- Every migration replaces this function, and its undo restores it.
CREATE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 5';
