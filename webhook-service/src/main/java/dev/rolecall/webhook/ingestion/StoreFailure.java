package dev.rolecall.webhook.ingestion;

import java.util.concurrent.RejectedExecutionException;

import dev.rolecall.webhook.quarantine.QuarantineBody.QuarantineFull;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/// What kind of failure kept a body from being stored. Only a temporary one is worth a repeated callback.
public enum StoreFailure {
    /// PostgreSQL is unavailable or overloaded, or the quarantine is full.
    TEMPORARY,
    /// PostgreSQL rejects a value of this body, every time.
    DATA_REJECTED,
    /// An exception of Rolecall's own code, or a statement that does not fit the schema.
    INTERNAL;

    public static StoreFailure of(Throwable failure) {
        return switch (failure) {
            case PgException refused -> of(refused.getSqlState());
            case VertxException _ -> TEMPORARY;
            case QuarantineFull _ -> TEMPORARY;
            case TimeoutException _ -> TEMPORARY;
            case RejectedExecutionException _ -> TEMPORARY;
            case RuntimeException _ -> INTERNAL;
            case StackOverflowError _ -> INTERNAL;
            case LinkageError _ -> INTERNAL;
            default -> TEMPORARY;
        };
    }

    /// By class: 22 is a data exception, 54 a program limit exceeded, 23 a violated constraint, 42 a syntax error or a
    /// missing name or right.
    private static StoreFailure of(@Nullable String sqlState) {
        return switch (sqlState == null ? "" : sqlState.substring(0, 2)) {
            case "22", "54" -> DATA_REJECTED;
            case "23", "42" -> INTERNAL;
            default -> TEMPORARY;
        };
    }
}
