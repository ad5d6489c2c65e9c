DROP TABLE replay_jobs;
DROP TABLE replays;
DROP VIEW dead_letter_states;
DROP TABLE dead_letter_positions;
DROP TABLE dead_letters;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 11';
