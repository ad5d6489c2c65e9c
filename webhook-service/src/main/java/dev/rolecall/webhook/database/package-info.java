/// Deadlines for statements that a callback waits for, and whether PostgreSQL has answered recently.
@NullMarked
package dev.rolecall.webhook.database;

import org.jspecify.annotations.NullMarked;
