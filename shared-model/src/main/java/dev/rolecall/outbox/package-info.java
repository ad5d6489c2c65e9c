/// The `outbox` table: the rows, how they are made from events, and the statements that read and delete them.
@NullMarked
package dev.rolecall.outbox;

import org.jspecify.annotations.NullMarked;
