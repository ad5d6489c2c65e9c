/// The table that is adopted, and the statements on it.
@NullMarked
package dev.rolecall.webhook.adoption.migration.table;

import org.jspecify.annotations.NullMarked;
