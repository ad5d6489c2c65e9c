package dev.rolecall.cli.api;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Address and key from `rolecall/config.properties` in the user's configuration folder (`url=…`, `key=…`). An option comes
/// before an environment variable, and that before the file.
public final class ConfigFile implements IDefaultValueProvider {
    private static final Map<String, String> VARIABLES = Map.of("--url", "ROLECALL_URL", "--key", "ROLECALL_API_KEY");

    private final Path file;
    private final Map<String, String> environment;

    ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /// `$XDG_CONFIG_HOME`, or `~/.config`.
    public static ConfigFile ofUser() {
        var environment = System.getenv();
        var folder = environment.get("XDG_CONFIG_HOME");
        return new ConfigFile((folder == null || folder.isBlank()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(folder)).resolve("rolecall/config.properties"), environment);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) throws IOException {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        var variable = VARIABLES.get(option.longestName());
        if (variable == null || !Objects.requireNonNullElse(environment.get(variable), "").isBlank()
                || !Files.exists(file)) {
            return null;
        }
        var properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        return properties.getProperty(option.longestName().substring(2));
    }
}
