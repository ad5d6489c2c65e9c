package dev.rolecall.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.ClientProxy;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.templates.SqlTemplate;
import org.jspecify.annotations.Nullable;

/// Executes a statement with named parameters, in Vert.x' SQL template syntax (`#{name}`), in autocommit mode.
@ApplicationScoped
public class ExecuteStatement {
    private final Pool pool;
    /// By their text: parsing one takes longer than sending it. The texts are constants.
    private final Map<String, SqlTemplate<Map<String, Object>, RowSet<Row>>> parsed = new ConcurrentHashMap<>();

    /// @param pool a proxy, which SQL templates do not accept
    ExecuteStatement(Pool pool) {
        this.pool = ClientProxy.unwrap(pool);
    }

    /// @return how many rows the statement has returned or, without a result, changed
    public Uni<Integer> rows(String statement, Map<String, @Nullable Object> parameters) {
        return Uni.createFrom()
                .completionStage(() -> parsed.computeIfAbsent(statement, text -> SqlTemplate.forQuery(pool, text))
                        .execute(parameters)
                        .map(RowSet::rowCount)
                        .toCompletionStage());
    }
}
