/// Whether this pod's work makes progress. Liveness and leases depend on it.
@NullMarked
package dev.rolecall.classifier.progress;

import org.jspecify.annotations.NullMarked;
