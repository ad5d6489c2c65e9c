/// The Kafka topics: which are missing, and their creation.
@NullMarked
package dev.rolecall.topics;

import org.jspecify.annotations.NullMarked;
