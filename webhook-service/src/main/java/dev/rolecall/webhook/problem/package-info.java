/// API errors, in one shape (RFC 9457).
@NullMarked
package dev.rolecall.webhook.problem;

import org.jspecify.annotations.NullMarked;
