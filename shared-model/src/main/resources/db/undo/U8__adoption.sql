-- Transcripts whose way is off become those of the queue.
UPDATE outbox SET publish_after = now() WHERE publish_after = 'infinity';

SELECT lock_table_in_turn('transcripts');
DROP VIEW legacy_transcripts;
ALTER TABLE transcripts DROP COLUMN way;
DROP FUNCTION legacy_status(text, text);
DROP TABLE legacy_ids;
DROP TABLE flag_rules;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 7';
