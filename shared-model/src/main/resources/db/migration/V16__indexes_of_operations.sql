-- What the reconciler and an erasure look for, without a look at the rest. Without a transaction, as in V11.
-- The way back is db/undo/U16__indexes_of_operations.sql.

SET lock_timeout = '5min';
SET statement_timeout = '1h';

DROP INDEX CONCURRENTLY IF EXISTS shadows_unfinished;
CREATE INDEX CONCURRENTLY IF NOT EXISTS shadows_unfinished ON shadows (id) WHERE processing_status <> 'completed';

DROP INDEX CONCURRENTLY IF EXISTS quarantine_by_request;
CREATE INDEX CONCURRENTLY IF NOT EXISTS quarantine_by_request ON quarantine (request_id);

RESET lock_timeout;
RESET statement_timeout;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 16';
