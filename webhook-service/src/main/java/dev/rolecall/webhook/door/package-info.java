/// What a request meets first: paths that are read differently by others are refused, and so is what this pod does not
/// serve.
@NullMarked
package dev.rolecall.webhook.door;

import org.jspecify.annotations.NullMarked;
