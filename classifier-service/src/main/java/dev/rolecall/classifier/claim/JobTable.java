package dev.rolecall.classifier.claim;

import dev.rolecall.contract.TranscriptReady;

/// Where a job's state is kept. Both tables have the same columns for it.
public enum JobTable {
    /// The transcript's own job, whose result is shown.
    TRANSCRIPTS("transcripts", " AND status = 'completed' AND erased_at IS NULL", "status, erased_at IS NOT NULL",
            " job_began_at = CASE WHEN job = $2 THEN job_began_at ELSE now() END,"),
    /// The job beside it, whose result is only compared.
    SHADOWS("shadows", "", "'completed'::text AS status, false", "");

    private final String name;
    private final String isThere;
    private final String deepgramsState;
    private final String jobBegins;

    JobTable(String name, String isThere, String deepgramsState, String jobBegins) {
        this.name = name;
        this.isThere = isThere;
        this.deepgramsState = deepgramsState;
        this.jobBegins = jobBegins;
    }

    public static JobTable of(TranscriptReady event) {
        return Boolean.TRUE.equals(event.shadow()) ? SHADOWS : TRANSCRIPTS;
    }

    /// A statement for either table.
    record Sql(String ofTranscripts, String ofShadows) {
        /// @param sql with `{table}`; with `{is_there}` for conditions on the transcript, and `{deepgrams_state}` for its
        ///     status and whether it is erased; `{is_put_aside}` for whether an operator has parked or
        ///     discarded its current job; `{job_begins}` with the number of the job as `$2`
        static Sql of(String sql) {
            return new Sql(TRANSCRIPTS.in(sql), SHADOWS.in(sql));
        }

        String on(JobTable table) {
            return table == SHADOWS ? ofShadows : ofTranscripts;
        }
    }

    private String isPutAside() {
        return """
                EXISTS (SELECT FROM dead_letters d WHERE d.transcript_id = $1 AND d.job = %1$s.job AND d.shadow = %2$s
                    AND (d.parked_at IS NOT NULL OR d.discarded_at IS NOT NULL))""".formatted(name, this == SHADOWS);
    }

    private String in(String sql) {
        return sql.replace("{table}", name).replace("{is_there}", isThere).replace("{deepgrams_state}", deepgramsState)
                .replace("{job_begins}", jobBegins).replace("{is_put_aside}", isPutAside());
    }
}
