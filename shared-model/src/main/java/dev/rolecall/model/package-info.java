/// The contract of the two services: the tables' rows, the two statuses, the events and the topics they travel on.
@NullMarked
package dev.rolecall.model;

import org.jspecify.annotations.NullMarked;
