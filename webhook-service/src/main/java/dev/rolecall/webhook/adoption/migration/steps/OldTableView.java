package dev.rolecall.webhook.adoption.migration.steps;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.rolecall.webhook.adoption.migration.table.LegacyTable;
import dev.rolecall.webhook.adoption.migration.table.LegacyTable.Column;
import dev.rolecall.webhook.adoption.migration.table.Sql;
import org.jspecify.annotations.Nullable;

/// The view that has the name, the columns and the rights of the old table once that has stepped aside.
///
/// A row shows what Rolecall says of the transcript: its statuses and labels. A row that the old application has written, and
/// that has not been copied yet, shows what the application wrote. A body that is not in the old table yet makes its row
/// `processing`: who waits for `completed` finds the body. Writes go to the old table.
record OldTableView(Sql sql, LegacyTable view, LegacyTable aside) {
    private static final String MARK = LegacyTable.quoted("rolecall_copied");
    private static final String PROCESSING_STATUS = LegacyTable.quoted("processing_status");

    /// A column of the old table.
    ///
    /// @param type as SQL has it
    /// @param ownDefault an expression; null if it has none
    /// @param sequence of an identity column; otherwise null
    /// @param isGenerated its value cannot be written
    private record Attribute(String name, String type, @Nullable String ownDefault, @Nullable String sequence,
            boolean isGenerated) {}

    /// In the transaction in which the old table has stepped aside.
    void create() throws SQLException {
        var attributes = attributes();
        sql.execute("CREATE VIEW %s AS SELECT %s FROM %s o".formatted(view.name(),
                attributes.stream().map(this::shown).collect(Collectors.joining(", ")), aside.name())
                + " LEFT JOIN public.legacy_ids i ON i.legacy_id = o.%s::text".formatted(aside.column(Column.ID))
                + " LEFT JOIN public.transcripts t ON t.id = i.transcript_id AND o.rolecall_copied"
                + " WHERE t.erased_at IS NULL");
        for (var attribute : attributes) {
            if (attribute.ownDefault() != null && !attribute.isGenerated()) {
                sql.execute("ALTER VIEW %s ALTER COLUMN %s SET DEFAULT %s".formatted(view.name(), attribute.name(),
                        attribute.ownDefault()));
            }
        }
        var written = attributes.stream()
                .filter(attribute -> !attribute.isGenerated() && !attribute.name().equals(MARK))
                .map(Attribute::name)
                .toList();
        sql.execute(trigger(written, attributes.stream().filter(attribute -> attribute.sequence() != null).toList()));
        sql.execute("CREATE TRIGGER rolecall_write INSTEAD OF INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW"
                .formatted(view.name()) + " EXECUTE FUNCTION rolecall_adoption.write()");
        grant();
    }

    void drop() throws SQLException {
        sql.execute("DROP VIEW " + view.name());
        sql.execute("DROP FUNCTION rolecall_adoption.write()");
    }

    private List<Attribute> attributes() throws SQLException {
        return sql.query(
                row -> new Attribute(LegacyTable.quoted(row.getString("name")), row.getString("type"),
                        row.getString("own_default"),
                        row.getString("sequence"), row.getBoolean("is_generated")),
                """
                        SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
                            pg_get_expr(d.adbin, d.adrelid) AS own_default,
                            CASE WHEN a.attidentity <> '' THEN pg_get_serial_sequence(?, a.attname) END AS sequence,
                            a.attgenerated <> '' AS is_generated
                        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                        WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""",
                aside.name(), aside.name());
    }

    private String shown(Attribute attribute) {
        var own = "o." + attribute.name();
        var name = attribute.name();
        if (name.equals(aside.column(Column.STATUS))) {
            return """
                    (CASE WHEN t.id IS NULL THEN %1$s::text
                        WHEN t.status = 'completed' AND NOT %2$s AND EXISTS (SELECT FROM public.raw_transcripts r
                            WHERE r.transcript_id = t.id AND r.month = t.month) THEN 'processing'
                        ELSE public.legacy_status(t.status, t.processing_status) END)::%3$s AS %4$s"""
                    .formatted(own, aside.hasResponse("o"), attribute.type(), name);
        }
        if (name.equals(PROCESSING_STATUS)) {
            return "coalesce(t.processing_status, o.processing_status) AS processing_status";
        }
        if (name.equals(aside.column(Column.RESULT))) {
            return "(CASE WHEN t.id IS NULL THEN %s::text ELSE (%s)::text END)::%s AS %s".formatted(own, RESULT,
                    attribute.type(), name);
        }
        if (name.equals(aside.column(Column.UPDATED_AT))) {
            return "coalesce(t.updated_at::%1$s, %2$s) AS %3$s".formatted(attribute.type(), own, name);
        }
        return own;
    }

    /// The current result of a transcript `t`: what the old application's LLM has said, or Rolecall's labels.
    static final String RESULT = """
            SELECT coalesce(p.result -> 'legacy', p.result) FROM public.processed_transcripts p
            WHERE p.id = t.current_result AND p.month = t.month""";

    /// Writes to the old table, with the rights of its owner. The search path is for triggers of the team's own. What a writer sees in a row and writes back unchanged is left as it is there:
    /// it may be Rolecall's.
    private String trigger(List<String> columns, List<Attribute> identities) {
        var next = identities.stream()
                .map(identity -> "NEW.%1$s := coalesce(NEW.%1$s, nextval('%2$s'::regclass)); ".formatted(
                        identity.name(),
                        Objects.requireNonNull(identity.sequence()).replace("'", "''")))
                .collect(Collectors.joining());
        var fixed = identities.stream().map(Attribute::name).toList();
        var changed = columns.stream()
                .filter(column -> !fixed.contains(column))
                .map(column -> "%1$s = CASE WHEN NEW.%1$s::text IS DISTINCT FROM OLD.%1$s::text THEN NEW.%1$s ELSE o.%1$s END"
                        .formatted(column))
                .collect(Collectors.joining(", "));
        return """
                CREATE FUNCTION rolecall_adoption.write() RETURNS trigger LANGUAGE plpgsql
                    SECURITY DEFINER SET search_path = pg_catalog, %7$s, public, pg_temp AS $$
                BEGIN
                    IF TG_OP = 'INSERT' THEN
                        %6$sINSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE VALUES (%3$s);
                        RETURN NEW;
                    ELSIF TG_OP = 'UPDATE' THEN
                        UPDATE %1$s o SET %4$s WHERE o.%5$s = OLD.%5$s;
                        RETURN CASE WHEN FOUND THEN NEW END;
                    END IF;
                    DELETE FROM %1$s WHERE %5$s = OLD.%5$s;
                    RETURN CASE WHEN FOUND THEN OLD END;
                END $$""".formatted(aside.name(), String.join(", ", columns),
                columns.stream().map(column -> "NEW." + column).collect(Collectors.joining(", ")), changed,
                aside.column(Column.ID), next, LegacyTable.quoted(aside.schema()));
    }

    /// To whom the old table was granted, and to its owner.
    private void grant() throws SQLException {
        for (var grant : sql.query(row -> row.getString(1), """
                SELECT DISTINCT format('GRANT %%s ON %s TO %%s', a.privilege_type,
                    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
                FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
                WHERE c.oid = ?::regclass AND a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')"""
                .formatted(view.name().replace("%", "%%").replace("'", "''")), aside.name())) {
            sql.execute(Objects.requireNonNull(grant));
        }
    }
}
