DROP TABLE pods;
DROP TABLE watches;
DROP FUNCTION reserve_model_usage(bigint, numeric, bigint, numeric, text[], numeric[]);
DROP TABLE model_usage_by_tag;

CREATE OR REPLACE FUNCTION begin_anew() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    NEW.processing_status := 'pending';
    NEW.processing_code := NULL;
    NEW.processing_reason := NULL;
    NEW.attempts := 0;
    NEW.not_before := NULL;
    NEW.lease_until := NULL;
    RETURN NEW;
END $$;

SELECT lock_table_in_turn('transcripts');
ALTER TABLE transcripts DROP COLUMN job_began_at;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 9';
