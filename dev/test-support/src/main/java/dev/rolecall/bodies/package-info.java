/// Bodies that are almost Deepgram's.
@NullMarked
package dev.rolecall.bodies;

import org.jspecify.annotations.NullMarked;
