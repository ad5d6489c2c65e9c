package dev.rolecall.webhook.adoption.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.rolecall.webhook.adoption.migration.steps.CompleteStep;
import dev.rolecall.webhook.adoption.migration.steps.CopyStep;
import dev.rolecall.webhook.adoption.migration.steps.CutoverStep;
import dev.rolecall.webhook.adoption.migration.steps.SchemaStep;
import dev.rolecall.webhook.adoption.migration.table.AdoptionState;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable.Column;
import dev.rolecall.webhook.adoption.migration.table.MigrationFailure;
import dev.rolecall.webhook.adoption.migration.table.Pace;
import dev.rolecall.webhook.adoption.migration.table.Sql;
import dev.rolecall.webhook.adoption.migration.table.Step;
import org.jspecify.annotations.Nullable;

/// The way over from a team's own table, and back. A step that is interrupted is made by the same call again.
public final class LegacyMigration {
    private static final String USUAL = "app.transcripts";
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Sql sql;
    private final AdoptionState state;
    private final Consumer<String> progress;

    /// @param connection as the owner of Rolecall's tables, who is a member of the role that owns the team's table
    /// @param progress gets lines for a person to read
    public LegacyMigration(Connection connection, Consumer<String> progress) {
        this.sql = new Sql(connection);
        this.state = new AdoptionState(sql);
        this.progress = progress;
    }

    /// How far it has come.
    public Step step() throws SQLException {
        return state.step();
    }

    /// Lines for a person: versions, the step, and what is left of it.
    public List<String> status() throws SQLException {
        var lines = new ArrayList<String>();
        lines.add("schema version %d".formatted(sql.number("SELECT schema_version()")));
        var step = step();
        lines.add("adoption: " + step);
        var table = state.table();
        if (table.isPresent()) {
            lines.add("table: " + table.get().name());
        }
        if (step.compareTo(Step.COPY) >= 0) {
            var stored = step == Step.COPY ? table.orElseThrow() : table.orElseThrow().aside();
            lines.add("%,d rows are copied, %,d wait to be".formatted(
                    sql.number("SELECT count(*) FROM legacy_ids"),
                    sql.number(stored.in("SELECT count(*) FROM {table} WHERE rolecall_copied IS NULL"))));
        }
        if (step.compareTo(Step.CUTOVER) >= 0) {
            lines.add("%,d transcripts of Rolecall have no row in the old table"
                    .formatted(new CutoverStep(sql, table.orElseThrow(), progress).missing()));
        }
        return lines;
    }

    /// What the steps will do, and what must be put right before. Changes nothing.
    ///
    /// @throws MigrationFailure if there is no such table or column
    public Plan plan(@Nullable String table, Map<String, String> columns) throws SQLException {
        if (step().compareTo(Step.CUTOVER) >= 0) {
            throw new MigrationFailure(
                    "The table has been cut over: there is nothing left to plan. See migrate status.");
        }
        return Plan.of(sql, wanted(state.table(), table, columns));
    }

    private LegacyTable wanted(Optional<LegacyTable> adopted, @Nullable String table, Map<String, String> columns)
            throws SQLException {
        if (adopted.isEmpty()) {
            return LegacyTable.find(sql, table == null ? USUAL : table, columns);
        }
        var begun = adopted.get();
        if (table != null && !table.equals(begun.schema() + "." + begun.table())) {
            throw new MigrationFailure("%s is being adopted already. Take it back first: migrate down --to none."
                    .formatted(begun.name()));
        }
        return begun;
    }

    /// Makes the steps up to this one.
    ///
    /// @param table qualified; if it is null, that of an earlier step, or `app.transcripts`
    /// @param columns names of columns that are called otherwise, by [Column#option]
    /// @param isFollowing asked each time when nothing is left to copy: whether to wait for later writes
    /// @throws MigrationFailure if the plan has anything that must be put right before
    public void up(Step to, @Nullable String table, Map<String, String> columns, BooleanSupplier isFollowing)
            throws SQLException {
        alone(() -> {
            upAlone(to, table, columns, isFollowing);
            return 0;
        });
    }

    private void upAlone(Step to, @Nullable String table, Map<String, String> columns, BooleanSupplier isFollowing)
            throws SQLException {
        if (step() == Step.COMPLETE && to != Step.COMPLETE) {
            throw new MigrationFailure("The adoption is complete. To go back: migrate down --to %s.".formatted(to));
        }
        var adopted = state.table();
        var legacy = wanted(adopted, table, columns);
        if (step().compareTo(Step.CUTOVER) < 0) {
            upTo(to.compareTo(Step.COPY) < 0 ? to : Step.COPY, adopted.isEmpty(), legacy, isFollowing, to == Step.COPY);
        }
        if (to.compareTo(Step.CUTOVER) >= 0 && step() == Step.COPY) {
            refuse(Plan.obstaclesOfView(sql, legacy));
            new CutoverStep(sql, legacy, progress).up();
        }
        if (to == Step.CUTOVER) {
            new CutoverStep(sql, legacy, progress).follow(() -> waits(isFollowing));
        }
        if (to == Step.COMPLETE) {
            new CompleteStep(sql, legacy, progress).up();
        }
    }

    private void upTo(Step to, boolean isFirst, LegacyTable legacy, BooleanSupplier isFollowing, boolean isLast)
            throws SQLException {
        refuse(Plan.of(sql, legacy).obstacles());
        if (isFirst) {
            state.begin(legacy);
        }
        // not again after it: its trigger takes no mark away
        if (to.compareTo(Step.SCHEMA) >= 0 && step().compareTo(Step.COPY) < 0) {
            new SchemaStep(sql, legacy, progress).up();
            state.reached(Step.SCHEMA);
        }
        if (to.compareTo(Step.COPY) >= 0) {
            state.reached(Step.COPY);
            new CopyStep(sql, legacy, progress).up(() -> isLast && waits(isFollowing));
        }
    }

    private static void refuse(List<String> obstacles) {
        if (!obstacles.isEmpty()) {
            throw new MigrationFailure(String.join(System.lineSeparator(), obstacles));
        }
    }

    private static boolean waits(BooleanSupplier isFollowing) {
        var isWaiting = isFollowing.getAsBoolean();
        if (isWaiting) {
            Pace.sleep(BETWEEN_LOOKS);
        }
        return isWaiting;
    }

    /// Two at once would work against each other: one fills what the other clears.
    private <T> T alone(Sql.Work<T> work) throws SQLException {
        if (sql.number("SELECT pg_try_advisory_lock(hashtextextended('rolecall migrate', 0))::integer") == 0) {
            throw new MigrationFailure(
                    "Another ./rolecall migrate is at work on this database, perhaps with --follow. Stop it first.");
        }
        try {
            return work.run();
        } finally {
            if (!sql.connection().isClosed()) {
                sql.number("SELECT pg_advisory_unlock(hashtextextended('rolecall migrate', 0))::integer");
            }
        }
    }

    /// Takes the steps after this one back.
    public void down(Step to) throws SQLException {
        alone(() -> {
            downAlone(to);
            return 0;
        });
    }

    private void downAlone(Step to) throws SQLException {
        var legacy = state.table()
                .orElseThrow(() -> new MigrationFailure("No table is adopted: there is nothing to take back."));
        if (step() == Step.COMPLETE && to.compareTo(Step.COMPLETE) < 0) {
            new CompleteStep(sql, legacy, progress).down();
        }
        if (step() == Step.CUTOVER && to.compareTo(Step.CUTOVER) < 0) {
            new CutoverStep(sql, legacy, progress).down();
        }
        if (step() == Step.COPY && to.compareTo(Step.COPY) < 0) {
            var kept = new CopyStep(sql, legacy, progress).down();
            if (kept > 0) {
                progress.accept("%,d transcripts stay in Rolecall's tables, because Rolecall has worked on them"
                        .formatted(kept));
            }
            state.set(Step.SCHEMA);
        }
        if (to == Step.NONE) {
            new SchemaStep(sql, legacy, progress).down();
        }
    }
}
