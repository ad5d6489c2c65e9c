package dev.rolecall.webhook.database;

import jakarta.annotation.Priority;

import io.smallrye.config.FallbackConfigSourceInterceptor;
import io.smallrye.config.Priorities;

/// The pool of the API has the settings of the other one (`quarkus.datasource.*`), unless it has its own
/// (`quarkus.datasource.api.*`).
@Priority(Priorities.LIBRARY + 500)
public class ApiPoolSettings extends FallbackConfigSourceInterceptor {
    private static final long serialVersionUID = 1;
    private static final String OWN = "quarkus.datasource.api.";

    public ApiPoolSettings() {
        super(name -> name.startsWith(OWN) ? "quarkus.datasource." + name.substring(OWN.length()) : name);
    }
}
