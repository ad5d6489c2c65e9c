/// One body as it arrives: hashed, compressed and scanned piece by piece, never held as a tree or a string.
@NullMarked
package dev.rolecall.webhook.body;

import org.jspecify.annotations.NullMarked;
