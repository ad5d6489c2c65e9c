package dev.rolecall.cli.adoption;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rolecall.cli.api.Api;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall adoption`: labels beside those of before, and how the two compare.
@Command(name = "adoption", description = "Label transcripts beside the result of before, and compare the two.",
        mixinStandardHelpOptions = true)
public final class AdoptionCommand {
    private static final int MAX_PAGE = 500;
    private static final int MAX_SHADOWS = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "shadow",
            description = "Have the newest adopted transcripts labelled beside the result that they had. What is shown stays as it is.")
    int shadow(@Mixin Api api,
            @Option(names = "--tag", paramLabel = "TAG",
                    description = "Only those with this tag; without it, all.") @Nullable String tag,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100",
                    description = "How many. ${DEFAULT-VALUE} if not given.") int limit) {
        var begun = 0;
        for (var left = limit; left > 0;) {
            var some = api.post("/adoption/shadows?limit=%d%s".formatted(Math.min(left, MAX_SHADOWS), and(tag)))
                    .path("begun").asInt();
            begun += some;
            left = some == 0 ? 0 : left - some;
        }
        out().printf("queued %d%n", begun);
        show(api.get("/adoption/shadows"));
        return 0;
    }

    @Command(name = "compare", description = "Compare the results of before with those that were made beside them.")
    int compare(@Mixin Api api,
            @Option(names = "--tag", paramLabel = "TAG",
                    description = "Only transcripts with this tag; without it, all.") @Nullable String tag,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "1000",
                    description = "How many of the newest. ${DEFAULT-VALUE} if not given.") int limit,
            @Option(names = "--examples", paramLabel = "N", defaultValue = "10",
                    description = "How many that differ are shown. ${DEFAULT-VALUE} if not given.") int examples,
            @Option(names = "--picture", paramLabel = "FILE",
                    description = "Draws it as SVG.") @Nullable Path picture) {
        show(api.get("/adoption/shadows"));
        var compared = new Compared(examples);
        var page = api.get(pageOf(tag, limit, ""));
        compared.add(page.path("comparisons"));
        while (page.has("next") && compared.transcripts() < limit) {
            page = api.get(pageOf(tag, limit - compared.transcripts(), "&before=" + page.path("next").asText()));
            compared.add(page.path("comparisons"));
        }
        compared.print(out());
        if (picture != null) {
            write(picture, DrawComparison.of(compared));
        }
        return 0;
    }

    private static String pageOf(@Nullable String tag, int left, String before) {
        return "/adoption/comparisons?limit=%d%s%s".formatted(Math.min(left, MAX_PAGE), and(tag), before);
    }

    private static String and(@Nullable String tag) {
        return tag == null ? "" : "&tag=" + URLEncoder.encode(tag, StandardCharsets.UTF_8);
    }

    private void show(JsonNode counts) {
        out().printf("labelled beside: %d completed, %d at work, %d failed%n", counts.path("completed").asLong(),
                counts.path("pending").asLong() + counts.path("processing").asLong(), counts.path("failed").asLong());
    }

    /// @param file relative to the folder in which `./rolecall` was called
    private static void write(Path file, String text) {
        var folder = Optional.ofNullable(System.getenv("ROLECALL_CALLED_FROM")).orElse("");
        try {
            Files.writeString(Path.of(folder).resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write the picture to " + file, e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
