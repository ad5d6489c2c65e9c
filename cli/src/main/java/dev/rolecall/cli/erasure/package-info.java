/// Transcripts are erased.
@NullMarked
package dev.rolecall.cli.erasure;

import org.jspecify.annotations.NullMarked;
