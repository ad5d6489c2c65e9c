DROP FUNCTION reserve_model_usage(bigint, numeric, bigint, numeric);
DROP TABLE model_usage;
ALTER TABLE processed_transcripts DROP COLUMN cached_tokens, DROP COLUMN cost_usd;
