/// What webhook-service and classifier-service agree on where the one asks the other directly.
@NullMarked
package dev.rolecall.inline;

import org.jspecify.annotations.NullMarked;
