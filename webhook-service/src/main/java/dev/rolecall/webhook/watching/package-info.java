/// What an operator sees of the tables.
@org.jspecify.annotations.NullMarked
package dev.rolecall.webhook.watching;
