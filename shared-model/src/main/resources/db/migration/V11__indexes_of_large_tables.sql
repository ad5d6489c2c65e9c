-- What is due of one topic, and what is unfinished, without a look at the rest. Without a transaction, so that neither table
-- is locked while its index is built; a build that was interrupted leaves an invalid index, which is dropped first.
-- The way back is db/undo/U11__indexes_of_large_tables.sql.

-- how long transactions that were open before may delay a build: nobody waits for it
SET lock_timeout = '5min';
SET statement_timeout = '1h';

DROP INDEX CONCURRENTLY IF EXISTS outbox_due_by_topic;
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_due_by_topic ON outbox (writer, topic, publish_after);

DROP INDEX CONCURRENTLY IF EXISTS transcripts_unfinished;
CREATE INDEX CONCURRENTLY IF NOT EXISTS transcripts_unfinished ON transcripts (status, processing_status)
    INCLUDE (way, job_began_at, created_at)
    WHERE (status <> 'completed' OR processing_status <> 'completed') AND erased_at IS NULL;

RESET lock_timeout;
RESET statement_timeout;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 11';
