/// Who did what, and who read what.
@NullMarked
package dev.rolecall.webhook.audit;

import org.jspecify.annotations.NullMarked;
