-- The way back from V1: everything it made, except the two roles, which may hold rights elsewhere in the cluster.
DROP FUNCTION make_partitions(integer);
DROP TABLE outbox, set_aside, processed_transcripts, raw_transcripts, transcripts;
