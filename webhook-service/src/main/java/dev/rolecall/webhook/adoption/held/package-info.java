/// Transcripts whose way is `off`: stored, and held until an operator sends them to the queue.
@NullMarked
package dev.rolecall.webhook.adoption.held;

import org.jspecify.annotations.NullMarked;
