-- Erasure: a transcript's words, names and tags are gone, and cannot come back.
-- The way back is db/undo/U15__erasure.sql.
-- squawk-ignore-file prefer-bigint-over-int

SET LOCAL lock_timeout = '100ms';
SET LOCAL statement_timeout = '1min';

-- What was erased. A callback with that request id is acknowledged and stored nowhere.
CREATE TABLE erasures (
    hash          bytea PRIMARY KEY,                        -- SHA-256 of the request id, or of the transcript's id if it has none
    transcript_id uuid NOT NULL,                            -- a random one if nothing had been stored of it
    erased_at     timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON erasures TO rolecall_webhook, rolecall_callbacks;

-- What is erased next. A request is looked for once more a minute after it was erased: a callback of it may have been on its
-- way into the tables.
CREATE TABLE erasures_asked (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transcript_id uuid,
    request_id    text,
    due_at        timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nonnulls(transcript_id, request_id) = 1)
);
CREATE UNIQUE INDEX erasures_asked_by_transcript ON erasures_asked (transcript_id);
GRANT SELECT, INSERT, DELETE, UPDATE (due_at) ON erasures_asked TO rolecall_webhook;

-- The functions below have the owner's rights: a table of the caller's own must not come before the owner's.
SELECT set_config('search_path', current_schema() || ', pg_temp', true);

-- Notes that something is erased: here, and in the ledger outside of this database, through the outbox.
CREATE FUNCTION note_erasure(what text, which uuid) RETURNS void
    LANGUAGE sql SET search_path FROM CURRENT AS $$
    WITH noted AS (
        INSERT INTO erasures (hash, transcript_id) VALUES (sha256(convert_to(what, 'UTF8')), which)
        ON CONFLICT (hash) DO NOTHING RETURNING hash
    )
    INSERT INTO outbox (id, writer, topic, key, value, headers, publish_after)
    SELECT gen_random_uuid(), 'webhook-service', 'transcript-erasures', encode(hash, 'hex'),
        convert_to('{"erasedAt":"' || to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '"}', 'UTF8'),
        '{"content-type": "application/json"}', now() FROM noted
$$;
REVOKE EXECUTE ON FUNCTION note_erasure(text, uuid) FROM PUBLIC;

-- Erases all that is stored of a transcript, but for its id, times and numbers. A result in flight is fenced out by the
-- raised claim. Waits for whoever holds the row.
-- Answers whether there was such a transcript that was not erased before.
CREATE FUNCTION erase_transcript(which uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    request text;
BEGIN
    -- before the row is locked: there is no index on keys, and a claim or callback would wait
    DELETE FROM outbox WHERE key = which::text;
    SELECT request_id INTO request FROM transcripts WHERE id = which AND erased_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE transcripts SET request_id = NULL, error_code = NULL, error_text = NULL, processing_code = NULL,
        processing_reason = NULL, language = NULL, model = NULL, tags = '{}', extra = '{}', job = job + 1,
        claim = claim + 1, not_before = NULL, lease_until = NULL, current_result = NULL, erased_at = now(),
        updated_at = now() WHERE id = which;
    DELETE FROM raw_transcripts WHERE transcript_id = which;
    DELETE FROM processed_transcripts WHERE transcript_id = which;
    -- the row stays, so that an event of it in Kafka is refused, and is no event without a transcript
    UPDATE shadows SET processing_status = 'completed', processing_code = NULL, processing_reason = NULL, job = job + 1,
        claim = claim + 1, not_before = NULL, lease_until = NULL, labelled = NULL, unlabelled_reason = NULL,
        result = NULL, model = NULL, updated_at = now() WHERE id = which;
    DELETE FROM quarantine WHERE request_id = request;
    UPDATE dead_letters SET reason = NULL, act_reason = NULL WHERE transcript_id = which;
    PERFORM note_erasure(coalesce(request, which::text), which);
    INSERT INTO erasures_asked (request_id, due_at) SELECT request, now() + interval '1 minute' WHERE request IS NOT NULL;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION erase_transcript(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_transcript(uuid) TO rolecall_webhook;

-- Erases a request whose transcript may not have come yet: what is in quarantine of it, and whatever comes later.
-- Answers whether there was a transcript.
CREATE FUNCTION erase_request(request text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    is_found boolean;
BEGIN
    is_found := coalesce((SELECT erase_transcript(id) FROM transcripts WHERE request_id = request), false);
    DELETE FROM quarantine WHERE request_id = request;
    PERFORM note_erasure(request, gen_random_uuid());
    RETURN is_found;
END $$;
REVOKE EXECUTE ON FUNCTION erase_request(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_request(text) TO rolecall_webhook;

CREATE OR REPLACE FUNCTION schema_version() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 15';
