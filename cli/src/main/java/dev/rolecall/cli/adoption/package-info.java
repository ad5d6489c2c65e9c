/// The commands of an adoption: the old table, the ways, and how old and new labels compare.
@NullMarked
package dev.rolecall.cli.adoption;

import org.jspecify.annotations.NullMarked;
