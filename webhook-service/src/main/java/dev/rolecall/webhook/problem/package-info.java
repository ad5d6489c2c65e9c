/// What is wrong with a request, said the same way everywhere (RFC 9457).
@NullMarked
package dev.rolecall.webhook.problem;

import org.jspecify.annotations.NullMarked;
