/// The outbox: how both services tell Kafka what they have committed, without ever publishing beside a transaction.
///
/// A row is inserted by the statement whose effect it speaks of. After the commit the writer hands it to
/// [PublishOutbox], which sends it at once; what that misses (Kafka away, a pod gone, a full buffer), [SweepOutbox]
/// finds. A row is deleted when the broker has acknowledged it: presence means unpublished.
@NullMarked
package dev.rolecall.outbox;

import org.jspecify.annotations.NullMarked;
