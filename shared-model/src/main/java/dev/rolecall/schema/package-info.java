/// The version of the database schema that the services need.
@NullMarked
package dev.rolecall.schema;

import org.jspecify.annotations.NullMarked;
