/// What happened to one transcript.
@NullMarked
package dev.rolecall.webhook.operations.explain;

import org.jspecify.annotations.NullMarked;
