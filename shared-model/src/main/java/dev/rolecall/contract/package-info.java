/// The contract between the two services: both statuses, the events, and the topics that carry them.
@NullMarked
package dev.rolecall.contract;

import org.jspecify.annotations.NullMarked;
