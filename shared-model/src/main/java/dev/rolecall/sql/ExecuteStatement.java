package dev.rolecall.sql;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.ClientProxy;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.templates.SqlTemplate;
import org.jspecify.annotations.Nullable;

/// Executes a statement with named parameters, in Vert.x' SQL template syntax (`#{name}`), in autocommit mode.
@ApplicationScoped
public class ExecuteStatement {
    private final Pool pool;

    /// @param pool a proxy, which SQL templates do not accept
    ExecuteStatement(Pool pool) {
        this.pool = ClientProxy.unwrap(pool);
    }

    /// @return how many rows the statement has returned or, without a result, changed
    public Uni<Integer> rows(String statement, Map<String, @Nullable Object> parameters) {
        return Uni.createFrom()
                .completionStage(() -> SqlTemplate.forQuery(pool, statement)
                        .execute(parameters)
                        .map(RowSet::rowCount)
                        .toCompletionStage());
    }
}
