/// Creates the Kafka topics that are missing.
@NullMarked
package dev.rolecall.topics;

import org.jspecify.annotations.NullMarked;
