-- Whether this database is the one that ran last, or was restored from a backup and is older than what has been consumed,
-- erased and answered since.
-- The way back is db/undo/U17__restores.sql.

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

CREATE TABLE database_identity (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    confirmed text,                                         -- the incarnation that may be read and consumed; null for none
    mark      bigint NOT NULL DEFAULT 0,                    -- raised here first, then noted in Kafka: Kafka's is never higher
    topic_id  uuid,                                         -- Kafka's, of the topic that was given the whole ledger
    asked_at  timestamptz,                                  -- when an operator said that the ledger is complete
    reason    text                                          -- why no incarnation is confirmed
) WITH (fillfactor = 50);

-- Differs in a database that was restored, by whatever means but a copy of its files in place: another server, a timeline of its
-- own, or a table that was made anew. A standby that takes over has a timeline of its own, too.
CREATE FUNCTION database_incarnation() RETURNS text
    LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
    SELECT concat_ws('/', system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), 'database_identity'::regclass::oid)
    FROM pg_control_system()
$$;

CREATE FUNCTION database_is_confirmed() RETURNS boolean
    LANGUAGE sql VOLATILE SET search_path FROM CURRENT AS $$
    SELECT coalesce((SELECT confirmed = database_incarnation() FROM database_identity), false)
$$;

INSERT INTO database_identity (confirmed) VALUES (database_incarnation());

GRANT SELECT, UPDATE ON database_identity TO rolecall_webhook;
GRANT SELECT ON database_identity TO rolecall_classifier;
-- what the ledger in Kafka, or an operator's copy of it, has beyond this database
GRANT INSERT ON erasures TO rolecall_webhook;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 17';
