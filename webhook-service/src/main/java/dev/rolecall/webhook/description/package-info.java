/// The API's own description.
@NullMarked
package dev.rolecall.webhook.description;

import org.jspecify.annotations.NullMarked;
