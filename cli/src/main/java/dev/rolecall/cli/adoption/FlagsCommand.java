package dev.rolecall.cli.adoption;

import java.io.PrintWriter;
import java.math.BigDecimal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rolecall.cli.api.Api;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./rolecall flags`: shows and changes which way new transcripts go.
@Command(name = "flags", description = "Show and change flags. The flag way says which way new transcripts go.",
        mixinStandardHelpOptions = true)
public final class FlagsCommand {
    private static final String RULE = "%-8s  %-8s  %8s  %s%n";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "list", description = "List the rules of all flags.")
    int list(@Mixin Api api) {
        print(api.get("/flags"));
        return 0;
    }

    @Command(name = "set", description = "Set the rule of a flag. Every pod follows within two seconds.")
    int set(@Mixin Api api, @Parameters(paramLabel = "FLAG", description = "way") String flag,
            @Parameters(paramLabel = "VALUE", description = "queue or off") String value,
            @Option(names = "--percent", defaultValue = "100",
                    description = "Of the transcripts, by a hash of their id; 0 removes the rule. ${DEFAULT-VALUE} if not given.") BigDecimal percent,
            @Option(names = "--tag", paramLabel = "TAG", defaultValue = "",
                    description = "The rule is for transcripts with this tag; without it, for all.") String tag) {
        print(api.put("/flags/" + flag,
                JsonNodeFactory.instance.objectNode().put("value", value).put("percent", percent).put("tag", tag)));
        return 0;
    }

    @Command(name = "history", description = "List who has set what, newest first.")
    int history(@Mixin Api api) {
        for (var entry : api.get("/audit?act=flag-set&limit=500")) {
            out().printf("%-30s  %-20s  %s%n", entry.path("at").asText(), entry.path("who").asText(),
                    entry.path("target").asText());
        }
        return 0;
    }

    private void print(JsonNode rules) {
        out().printf(RULE, "FLAG", "VALUE", "PERCENT", "OF");
        for (var rule : rules) {
            var tag = rule.path("tag").asText();
            out().printf(RULE, rule.path("flag").asText(), rule.path("value").asText(),
                    rule.path("percent").decimalValue().stripTrailingZeros().toPlainString(),
                    tag.isEmpty() ? "all" : "tag " + tag);
        }
        out().printf(RULE, "way", "queue", "", "all others");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
