/// A fake LLM: it implements OpenAI's chat completions and labels speakers by plain word cues.
///
/// It understands nothing. It exists so that everything around an LLM can be built, tried and broken without one: it
/// can be slow, rate-limited, out of quota, failing, hanging, refusing, truncated, incoherent, or gullible.
@NullMarked
package dev.rolecall.fakellm;

import org.jspecify.annotations.NullMarked;
