/// Which transcripts an operator means.
@NullMarked
package dev.rolecall.webhook.operations.selection;

import org.jspecify.annotations.NullMarked;
