/// Guards against settings that have no effect: old names still work, and unknown names stop the start.
@NullMarked
package dev.rolecall.configuration;

import org.jspecify.annotations.NullMarked;
