/// Which way new transcripts go: a flag that changes without a restart, read through OpenFeature's SDK, so that its rules
/// may also come from another provider than the table.
@NullMarked
package dev.rolecall.webhook.adoption.flags;

import org.jspecify.annotations.NullMarked;
