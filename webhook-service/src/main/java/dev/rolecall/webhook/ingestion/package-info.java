/// Which transcript a body belongs to, and the statement that stores it.
@NullMarked
package dev.rolecall.webhook.ingestion;

import org.jspecify.annotations.NullMarked;
