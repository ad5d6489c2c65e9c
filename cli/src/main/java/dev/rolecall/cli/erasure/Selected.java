package dev.rolecall.cli.erasure;

import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which transcripts are meant: one of these options.
class Selected {
    @Option(names = "--id", paramLabel = "UUID", description = "The transcript's id.")
    private @Nullable String transcriptId;
    @Option(names = "--request-id", paramLabel = "ID",
            description = "Deepgram's request id; its callback may not have come yet.")
    private @Nullable String requestId;
    @Option(names = "--tag", paramLabel = "TAG", description = "All transcripts that have this tag now.")
    private @Nullable String tag;
    @Option(names = "--extra", paramLabel = "KEY=VALUE",
            description = "All transcripts that have this key with this value in extra now.")
    private @Nullable Map<String, String> extra;

    /// Whether it names one transcript.
    boolean isOfOne() {
        return tag == null && extra == null;
    }

    /// As the API takes it.
    ObjectNode asJson() {
        var json = new ObjectMapper().createObjectNode();
        json.put("transcriptId", transcriptId).put("requestId", requestId).put("tag", tag);
        if (extra != null) {
            json.set("extra", new ObjectMapper().valueToTree(extra));
        }
        return json;
    }
}
