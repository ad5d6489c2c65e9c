/// Transcripts are erased, for good.
@NullMarked
package dev.rolecall.webhook.operations.erasure;

import org.jspecify.annotations.NullMarked;
