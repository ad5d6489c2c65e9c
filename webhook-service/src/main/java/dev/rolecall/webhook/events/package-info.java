/// Events of transcripts that are stored already.
@NullMarked
package dev.rolecall.webhook.events;

import org.jspecify.annotations.NullMarked;
