package dev.rolecall.webhook.database;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rolecall.sql.CreatePool;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.sqlclient.Pool;

/// Makes the pool of the API, like that of callbacks: readers do not take the connections of callbacks.
@ApplicationScoped
@ReactiveDataSource("api")
class CreateApiPool implements PgPoolCreator {
    private final CreatePool pools;

    CreateApiPool(CreatePool pools) {
        this.pools = pools;
    }

    @Override
    public Pool create(Input input) {
        return pools.create(input);
    }
}
