/// Work that every pod repeats in the background.
@NullMarked
package dev.rolecall.scheduling;

import org.jspecify.annotations.NullMarked;
