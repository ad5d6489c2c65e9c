REVOKE INSERT ON erasures FROM rolecall_webhook;
DROP FUNCTION database_is_confirmed();
DROP FUNCTION database_incarnation();
DROP TABLE database_identity;
CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 16';
