/// What every module's architecture test checks.
@NullMarked
package dev.rolecall.architecture;

import org.jspecify.annotations.NullMarked;
