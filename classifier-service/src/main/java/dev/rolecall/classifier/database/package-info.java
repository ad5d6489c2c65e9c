/// How this service lives with a PostgreSQL that is away for a while.
@NullMarked
package dev.rolecall.classifier.database;

import org.jspecify.annotations.NullMarked;
