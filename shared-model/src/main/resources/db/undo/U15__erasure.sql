-- What was erased stays erased. Callbacks of it would be stored again.
DROP FUNCTION erase_request(text);
DROP FUNCTION erase_transcript(uuid);
DROP FUNCTION note_erasure(text, uuid);
DELETE FROM outbox WHERE topic = 'transcript-erasures';
DROP TABLE erasures_asked;
DROP TABLE erasures;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 14';
