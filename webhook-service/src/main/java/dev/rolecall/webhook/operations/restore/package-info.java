/// A database that was restored from a backup is brought up to date before it is read or consumed.
@NullMarked
package dev.rolecall.webhook.operations.restore;

import org.jspecify.annotations.NullMarked;
