/// The read API: the list of transcripts, one transcript, its raw body, and its labelled result.
@NullMarked
package dev.rolecall.webhook.transcripts;

import org.jspecify.annotations.NullMarked;
