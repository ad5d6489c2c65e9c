package dev.rolecall.schema;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// A pod is ready only if the schema has what its statements need: a new pod may start before the migration has run,
/// and must not get callbacks that it cannot store.
@Readiness
@ApplicationScoped
class SchemaVersion implements AsyncHealthCheck {
    /// The newest migration in `db/migration`.
    static final int NEEDED = 16;

    private static final String UNDEFINED_FUNCTION = "42883";
    /// The last version without the function `schema_version()`.
    private static final int BEFORE_IT_WAS_RECORDED = 4;

    private final Pool pool;

    SchemaVersion(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query("SELECT schema_version() AS version")
                .execute()
                .map(rows -> rows.iterator().next().getInteger("version"))
                .onFailure(SchemaVersion::isUndefinedFunction).recoverWithItem(BEFORE_IT_WAS_RECORDED)
                .map(SchemaVersion::response)
                .onFailure().recoverWithItem(SchemaVersion::unknown);
    }

    private static boolean isUndefinedFunction(Throwable failure) {
        return failure instanceof PgException refused && UNDEFINED_FUNCTION.equals(refused.getSqlState());
    }

    private static HealthCheckResponse response(int version) {
        return HealthCheckResponse.named("schema version")
                .status(version >= NEEDED)
                .withData("present", version)
                .withData("needed", NEEDED)
                .build();
    }

    private static HealthCheckResponse unknown(Throwable failure) {
        return HealthCheckResponse.named("schema version").down().withData("failure", failure.toString()).build();
    }
}
