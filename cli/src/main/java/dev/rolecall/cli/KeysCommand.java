package dev.rolecall.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rolecall.cli.api.Api;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall keys`: makes, lists and revokes API keys.
@Command(name = "keys", description = "Make, list and revoke API keys.", mixinStandardHelpOptions = true)
final class KeysCommand {
    private static final String LINE = "%-36s  %-8s  %-24s  %-20s  %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    enum Role {
        READER,
        OPERATOR;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Command(name = "add", description = "Make a key, and print it: it cannot be shown again.")
    int add(@Mixin Api api,
            @Parameters(paramLabel = "NAME", description = "Whose key it is.") String name,
            @Option(names = "--role", defaultValue = "reader",
                    description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.") Role role,
            @Option(names = "--tag", paramLabel = "TAG",
                    description = "The key sees only transcripts with this tag, or one of these.") List<String> tags) {
        var wanted = JsonNodeFactory.instance.objectNode().put("name", name).put("role", role.toString());
        if (tags != null) {
            tags.forEach(wanted.putArray("tags")::add);
        }
        var added = api.post("/keys", wanted);
        out().println(added.path("key").asText());
        return 0;
    }

    @Command(name = "list", description = "List all keys, newest first.")
    int list(@Mixin Api api) {
        out().printf(LINE, "ID", "ROLE", "NAME", "TAGS", "");
        for (var key : api.get("/keys")) {
            out().printf(LINE, key.path("id").asText(), key.path("role").asText(), key.path("name").asText(), tags(key),
                    key.has("revokedAt") ? "revoked " + key.path("revokedAt").asText() : "");
        }
        return 0;
    }

    @Command(name = "revoke", description = "Revoke a key. Every pod refuses it from then on.")
    int revoke(@Mixin Api api, @Parameters(paramLabel = "ID", description = "As in the list.") UUID id) {
        api.delete("/keys/" + id);
        out().println("revoked " + id);
        return 0;
    }

    private static String tags(JsonNode key) {
        var tags = new ArrayList<String>();
        key.path("tags").forEach(tag -> tags.add(tag.asText()));
        return tags.isEmpty() ? "all" : String.join(", ", tags);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
