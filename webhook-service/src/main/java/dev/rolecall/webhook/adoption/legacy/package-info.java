/// Readers that still use the old single status.
@NullMarked
package dev.rolecall.webhook.adoption.legacy;

import org.jspecify.annotations.NullMarked;
