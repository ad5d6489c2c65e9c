/// Where a conversation says names, and what stands around each mention.
@NullMarked
package dev.rolecall.classifier.names.mention;

import org.jspecify.annotations.NullMarked;
