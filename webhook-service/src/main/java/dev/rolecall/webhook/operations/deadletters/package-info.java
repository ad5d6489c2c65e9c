/// Dead letters as an operator sees them: listed, counted, parked, discarded.
@NullMarked
package dev.rolecall.webhook.operations.deadletters;

import org.jspecify.annotations.NullMarked;
