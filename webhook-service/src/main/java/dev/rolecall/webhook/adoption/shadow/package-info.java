/// The way `shadow`: transcripts are labelled beside the result of before.
@NullMarked
package dev.rolecall.webhook.adoption.shadow;

import org.jspecify.annotations.NullMarked;
