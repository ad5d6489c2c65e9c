package dev.rolecall.classifier.conversation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

/// Deepgram's body, as far as words go. Nearly everything in it is optional.
///
/// @param extra what the transcript was submitted with. Only texts count: Deepgram takes nothing else
/// @param channels how many the audio has
/// @param words of every channel's first alternative, in the body's order
public record DeepgramBody(Map<String, String> extra, int channels, List<Word> words) {
    public DeepgramBody {
        extra = Map.copyOf(extra);
        words = List.copyOf(words);
    }

    /// @param zstd the body as it is stored
    /// @throws IOException if it is no such body
    public static DeepgramBody read(byte[] zstd) throws IOException {
        try (var json = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(zstd), RecyclingBufferPool.INSTANCE);
                var body = new DeepgramBodyParser(json)) {
            return body.read();
        }
    }

    public Conversation conversation() {
        return Conversation.of(channels, words);
    }
}
