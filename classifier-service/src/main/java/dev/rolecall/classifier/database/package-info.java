/// How this service behaves while PostgreSQL is unavailable.
@NullMarked
package dev.rolecall.classifier.database;

import org.jspecify.annotations.NullMarked;
