/// API keys: who may use the API, and what a key may see.
@NullMarked
package dev.rolecall.webhook.keys;

import org.jspecify.annotations.NullMarked;
