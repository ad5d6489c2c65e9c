/// Bodies that fit no transcript.
@NullMarked
package dev.rolecall.cli.quarantine;

import org.jspecify.annotations.NullMarked;
