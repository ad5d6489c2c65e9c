/// The providers that the fake LLM can play: what each refuses, what its errors look like, and how its models write an
/// answer. They are described in `providers/NAME.json`, after the providers' documentation and public reports.
@NullMarked
package dev.rolecall.fakellm.provider;

import org.jspecify.annotations.NullMarked;
