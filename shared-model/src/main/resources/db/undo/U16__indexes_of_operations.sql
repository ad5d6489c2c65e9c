SELECT lock_table_in_turn('shadows');
DROP INDEX shadows_unfinished;
SELECT lock_table_in_turn('quarantine');
DROP INDEX quarantine_by_request;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 15';
