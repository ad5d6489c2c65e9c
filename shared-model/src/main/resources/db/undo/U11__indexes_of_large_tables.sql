SELECT lock_table_in_turn('outbox');
DROP INDEX outbox_due_by_topic;
SELECT lock_table_in_turn('transcripts');
DROP INDEX transcripts_unfinished;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 10';
