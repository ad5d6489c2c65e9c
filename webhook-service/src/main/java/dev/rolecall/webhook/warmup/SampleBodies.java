package dev.rolecall.webhook.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.vertx.core.buffer.Buffer;

/// Bodies in Deepgram's shape, mostly small ones, as callbacks are.
final class SampleBodies {
    /// 1 KB, 30 KB, 100 KB, and one that is compressed while it arrives.
    private static final List<Integer> WORDS = List.of(6, 6, 200, 6, 6, 600, 6, 6, 2_500);

    private SampleBodies() {}

    static List<Buffer> all() {
        return WORDS.stream().map(SampleBodies::ofWords).toList();
    }

    private static Buffer ofWords(int count) {
        var words = IntStream.range(0, count).mapToObj(SampleBodies::word).collect(joining(","));
        var transcript = Stream.generate(() -> "word").limit(count).collect(joining(" "));
        return Buffer.buffer("""
                {"metadata":{"request_id":"warm-up","created":"2026-01-01T00:00:00.000Z","duration":%d,"channels":1},\
                "results":{"channels":[{"alternatives":[{"transcript":"%s","confidence":0.98,"words":[%s]}]}]}}\
                """.formatted(count, transcript, words).getBytes(UTF_8));
    }

    private static String word(int index) {
        return """
                {"word":"word","start":%d.25,"end":%d.75,"confidence":0.9%d,"speaker":%d,"speaker_confidence":0.5%d,\
                "punctuated_word":"Word."}""".formatted(index, index, index, index % 2, index);
    }
}
