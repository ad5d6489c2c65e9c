/// All that is held about a transcript, in one archive.
@NullMarked
package dev.rolecall.webhook.operations.export;

import org.jspecify.annotations.NullMarked;
