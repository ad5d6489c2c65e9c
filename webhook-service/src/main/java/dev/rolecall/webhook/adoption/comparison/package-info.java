/// What the result of before and the shadow's say about the same speakers.
@NullMarked
package dev.rolecall.webhook.adoption.comparison;

import org.jspecify.annotations.NullMarked;
