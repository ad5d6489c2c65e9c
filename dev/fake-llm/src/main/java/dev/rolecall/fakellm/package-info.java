/// A stand-in for a language model: it speaks OpenAI's chat completions and labels speakers by plain word cues.
///
/// It understands nothing. It exists so that everything around a model can be built, tried and broken without one:
/// it can be slow, limited, out of quota, failing, hanging, refusing, cut off, talking garbage, or gullible.
@NullMarked
package dev.rolecall.fakellm;

import org.jspecify.annotations.NullMarked;
