DROP TRIGGER raised_jobs_begin_anew ON transcripts;
DROP FUNCTION begin_anew();
