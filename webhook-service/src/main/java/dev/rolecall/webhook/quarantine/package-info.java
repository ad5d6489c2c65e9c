/// Bodies that belong to no transcript: stored with the reason, listed, and read.
@NullMarked
package dev.rolecall.webhook.quarantine;

import org.jspecify.annotations.NullMarked;
