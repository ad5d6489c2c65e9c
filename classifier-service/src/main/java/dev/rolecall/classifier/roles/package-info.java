/// Which roles and names a transcript's speakers may have: role sets, and what the caller asked for.
@NullMarked
package dev.rolecall.classifier.roles;

import org.jspecify.annotations.NullMarked;
