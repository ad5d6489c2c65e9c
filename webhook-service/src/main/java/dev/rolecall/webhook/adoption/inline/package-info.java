/// The way `inline`: a classifier is asked while the callback waits.
@NullMarked
package dev.rolecall.webhook.adoption.inline;

import org.jspecify.annotations.NullMarked;
