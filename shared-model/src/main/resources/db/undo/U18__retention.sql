-- What was dropped stays dropped.
DROP PROCEDURE apply_retention(interval, integer);
DROP PROCEDURE drop_tag(bigint);
DROP PROCEDURE drop_month(bigint, interval, integer);
DROP PROCEDURE blank_shadows(date);
DROP PROCEDURE execute_in_turn(text, integer, boolean);
DROP FUNCTION empty_month(bigint);
DROP FUNCTION month_is_kept(date);
DROP VIEW kept_transcripts;
DROP FUNCTION is_held(uuid, varchar[]);
DROP FUNCTION body_dropped_at(date, timestamptz);
ALTER TABLE transcripts DROP COLUMN body_dropped_at;
DROP TABLE dropped_months;
DROP TABLE retentions;
DROP TABLE legal_holds;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 17';
