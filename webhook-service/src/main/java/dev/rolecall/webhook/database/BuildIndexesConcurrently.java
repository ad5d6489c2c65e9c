package dev.rolecall.webhook.database;

import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Lets a migration build an index without a lock on its table. `CREATE INDEX CONCURRENTLY` waits for every transaction that
/// is open, so Flyway must not hold its own lock in one. A script that has such a statement is executed without a transaction.
@ApplicationScoped
class BuildIndexesConcurrently implements FlywayConfigurationCustomizer {
    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.configuration(Map.of("flyway.postgresql.transactional.lock", "false")).mixed(true);
    }
}
