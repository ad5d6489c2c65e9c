/// How many jobs a pod runs at once: the adaptive limit, the pause, draining at shutdown, and liveness.
@NullMarked
package dev.rolecall.classifier.concurrency;

import org.jspecify.annotations.NullMarked;
