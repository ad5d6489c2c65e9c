/// Statements with many parameters, which are named instead of counted.
@NullMarked
package dev.rolecall.sql;

import org.jspecify.annotations.NullMarked;
