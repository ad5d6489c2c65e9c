/// Deepgram's bodies that are on disk are sent as callbacks.
@NullMarked
package dev.rolecall.cli.importing;

import org.jspecify.annotations.NullMarked;
