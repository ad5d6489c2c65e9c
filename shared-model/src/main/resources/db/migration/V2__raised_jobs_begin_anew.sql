-- Whoever raises a transcript's job number begins a new piece of work on it: it is pending, nothing is spent, and no claim
-- holds. Said once, here, so that webhook-service can raise a job without the right to write processing_status.
-- The classifier's claim of a replayed dead letter raises the number too, and sets the status itself.
-- The way back is db/undo/U2__raised_jobs_begin_anew.sql.

CREATE FUNCTION begin_anew() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    NEW.processing_status := 'pending';
    NEW.processing_code := NULL;
    NEW.processing_reason := NULL;
    NEW.attempts := 0;
    NEW.not_before := NULL;
    NEW.lease_until := NULL;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION begin_anew() FROM PUBLIC;

CREATE TRIGGER raised_jobs_begin_anew BEFORE UPDATE OF job ON transcripts
    FOR EACH ROW WHEN (NEW.job > OLD.job AND NEW.claim > OLD.claim AND NEW.processing_status = OLD.processing_status)
    EXECUTE FUNCTION begin_anew();
