/// Commands that work through the API of webhook-service.
@NullMarked
package dev.rolecall.cli;

import org.jspecify.annotations.NullMarked;
