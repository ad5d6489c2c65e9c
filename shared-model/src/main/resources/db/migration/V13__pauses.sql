-- What operators have paused. Each classifier pod looks here every second.
-- The way back is db/undo/U13__pauses.sql.

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

CREATE TABLE consumption_pauses (
    pod       text NOT NULL,                                -- a name from the table pods; empty for all
    topic     text NOT NULL,                                -- of the main topic or a retry tier; empty for all
    reason    text NOT NULL,
    paused_by text NOT NULL,
    paused_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pod, topic)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON consumption_pauses TO rolecall_webhook;
GRANT SELECT ON consumption_pauses TO rolecall_classifier;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 13';
