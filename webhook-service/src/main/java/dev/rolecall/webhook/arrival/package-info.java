/// What becomes of a body that arrived: a transcript's, known already, or set aside until somebody knows where it
/// belongs.
@NullMarked
package dev.rolecall.webhook.arrival;

import org.jspecify.annotations.NullMarked;
