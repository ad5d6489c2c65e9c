package dev.rolecall.classifier.conversation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

/// What is read of Deepgram's body. Nearly everything in it is optional.
///
/// @param extra the pairs that the transcript was submitted with; values that are not text are left out
/// @param tags what the transcript was tagged with when it was submitted
/// @param channels number of channels of the audio
/// @param words the words of each channel's first alternative, in the order of the body
/// @param problems parts of the body that are ignored because they do not have Deepgram's shape, as text for the caller
public record DeepgramBody(Map<String, String> extra, List<String> tags, int channels, List<Word> words,
        List<String> problems) {
    public DeepgramBody {
        extra = Map.copyOf(extra);
        tags = List.copyOf(tags);
        words = List.copyOf(words);
        problems = List.copyOf(problems);
    }

    /// @param zstd the body as stored
    /// @throws IOException if it does not have Deepgram's shape
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
