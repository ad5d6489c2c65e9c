/// One answer to "is all well?".
@NullMarked
package dev.rolecall.webhook.operations.overview;

import org.jspecify.annotations.NullMarked;
