/// How far Kafka's consumers are.
@NullMarked
package dev.rolecall.webhook.operations.positions;

import org.jspecify.annotations.NullMarked;
