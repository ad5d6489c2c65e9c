/// Connections to PostgreSQL that do not outlive its silence, and statements with named parameters.
@NullMarked
package dev.rolecall.sql;

import org.jspecify.annotations.NullMarked;
