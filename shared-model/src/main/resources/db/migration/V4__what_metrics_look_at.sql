-- webhook-service says whether the DEFAULT partitions hold anything: then the owner's daily job did not run.
-- The way back is db/undo/U4__what_metrics_look_at.sql.
GRANT SELECT ON raw_transcripts_unplanned, processed_transcripts_unplanned TO rolecall_webhook;
