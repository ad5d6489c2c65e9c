/// What is stuck is found and put right.
@NullMarked
package dev.rolecall.cli.operations;

import org.jspecify.annotations.NullMarked;
