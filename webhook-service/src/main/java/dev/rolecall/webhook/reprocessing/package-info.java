/// Takes a body out of quarantine and stores it as a transcript after all.
@NullMarked
package dev.rolecall.webhook.reprocessing;

import org.jspecify.annotations.NullMarked;
