/// Claims and their leases: which pod may work on a job, and how it gives the job up.
@NullMarked
package dev.rolecall.classifier.claim;

import org.jspecify.annotations.NullMarked;
