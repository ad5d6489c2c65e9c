SELECT lock_table_in_turn('outbox');
DROP POLICY all_rows_are_seen_by_webhook_service ON outbox;
DROP TABLE reconcile_candidates;
DROP TABLE reconcile_rounds;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 13';
