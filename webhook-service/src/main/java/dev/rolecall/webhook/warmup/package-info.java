/// Callbacks that a pod sends to itself before it is ready, so that it does not begin with code that is interpreted.
@NullMarked
package dev.rolecall.webhook.warmup;

import org.jspecify.annotations.NullMarked;
