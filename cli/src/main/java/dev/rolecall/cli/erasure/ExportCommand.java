package dev.rolecall.cli.erasure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import dev.rolecall.cli.api.Api;
import dev.rolecall.cli.api.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./rolecall export`: all that is held about transcripts, in one archive.
@Command(name = "export",
        description = "Write all that is held about transcripts into a ZIP archive: rows as JSON, and bodies.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private Api api = new Api();
    @ArgGroup(multiplicity = "1")
    private @Nullable Selected selected;

    @Option(names = "--to", paramLabel = "FILE", defaultValue = "rolecall-export.zip",
            description = "Where it is written; ${DEFAULT-VALUE} if not given. It must not exist.")
    private Path file = Path.of("");

    @Override
    public void run() {
        if (Files.exists(file)) {
            throw new CommandFailure("%s exists: name another file by --to.".formatted(file));
        }
        var bytes = api.download("/operations/export", Objects.requireNonNull(selected).asJson(), file);
        spec.commandLine().getOut().printf("%s has %d bytes. It contains texts and names.%n", file, bytes);
    }
}
