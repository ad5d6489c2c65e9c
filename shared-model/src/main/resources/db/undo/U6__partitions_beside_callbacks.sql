DROP PROCEDURE add_partitions(integer);
DROP PROCEDURE add_partitions_to(text, text, integer);
DROP FUNCTION attach_partitions(text, text, date[]);
DROP FUNCTION copy_unplanned(text, text, date);

CREATE OR REPLACE FUNCTION make_partitions(months_ahead integer) RETURNS SETOF text
    LANGUAGE plpgsql AS $$
DECLARE
    base text;
    first_day date;
    partition text;
BEGIN
    FOREACH base IN ARRAY ARRAY['raw_transcripts', 'processed_transcripts'] LOOP
        FOR ahead IN 0..months_ahead LOOP
            first_day := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead))::date;
            partition := format('%s_%s', base, to_char(first_day, 'YYYY_MM'));
            IF to_regclass(partition) IS NULL THEN
                EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    partition, base, first_day, first_day + interval '1 month');
                RETURN NEXT partition;
            END IF;
        END LOOP;
    END LOOP;
END $$;

DROP FUNCTION partition_name(text, date);
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 5';
