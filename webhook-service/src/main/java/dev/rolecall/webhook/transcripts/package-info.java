/// Reading what is stored: the list, one transcript, its raw body, its labelled result, and what was set aside.
@NullMarked
package dev.rolecall.webhook.transcripts;

import org.jspecify.annotations.NullMarked;
