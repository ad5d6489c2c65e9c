-- A table as a handler makes it that calls the LLM inside the webhook: one status for Deepgram and the LLM together.
-- {rows} of the last six months: of a hundred, 70 completed, 10 failed at the LLM, 5 at Deepgram, 10 at work, and 5 begun.

DROP SCHEMA IF EXISTS app CASCADE;
CREATE SCHEMA app;
CREATE TABLE app.transcripts (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    request_id text,
    status     text NOT NULL DEFAULT 'pending',
    response   jsonb,
    result     jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON app.transcripts (request_id);
CREATE INDEX ON app.transcripts (created_at);

INSERT INTO app.transcripts (request_id, status, response, result, created_at, updated_at)
SELECT 'legacy-' || n,
    CASE WHEN n % 100 < 70 THEN 'completed' WHEN n % 100 < 85 THEN 'failed' WHEN n % 100 < 95 THEN 'processing' ELSE 'pending' END,
    CASE WHEN n % 100 < 80 OR n % 100 BETWEEN 85 AND 89 THEN jsonb_build_object(
        'metadata', jsonb_build_object('request_id', 'legacy-' || n, 'duration', 12.5, 'channels', 1,
            'tags', jsonb_build_array('team-' || n % 5)),
        'results', jsonb_build_object('channels', jsonb_build_array(jsonb_build_object('alternatives',
            jsonb_build_array(jsonb_build_object('transcript', 'Hello. Number ' || n || ' speaking.', 'words', (
                SELECT jsonb_agg(jsonb_build_object('word', 'word' || w, 'start', w, 'end', w + 0.5, 'speaker', w % 2))
                FROM generate_series(1, 12) AS w))))))) END,
    CASE WHEN n % 100 < 70 THEN jsonb_build_object('speakers', jsonb_build_array(
        jsonb_build_object('speaker', 0, 'role', 'agent'), jsonb_build_object('speaker', 1, 'role', 'customer'))) END,
    now() - make_interval(secs => 180.0 * 86400 * ({rows} - n) / {rows}),
    now() - make_interval(secs => 180.0 * 86400 * ({rows} - n) / {rows})
FROM generate_series(1, {rows}) AS n;
ANALYZE app.transcripts;
