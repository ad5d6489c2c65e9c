/// Gauges over the tables.
@NullMarked
package dev.rolecall.webhook.metrics;

import org.jspecify.annotations.NullMarked;
