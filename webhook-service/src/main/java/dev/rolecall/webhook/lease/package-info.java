/// One pod at work among many.
@NullMarked
package dev.rolecall.webhook.lease;

import org.jspecify.annotations.NullMarked;
