package dev.rolecall.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

class ConfigFileTest {
    private static final OptionSpec URL = OptionSpec.builder("--url").build();

    @Test
    void isReadUnlessTheEnvironmentSaysSomethingElse(@TempDir Path folder) throws IOException {
        var file = folder.resolve("config.properties");
        assertThat(url(file, Map.of())).isNull();

        Files.writeString(file, "url=https://rolecall.example\nkey=k\n");

        assertThat(url(file, Map.of())).isEqualTo("https://rolecall.example");
        assertThat(url(file, Map.of("ROLECALL_URL", "http://127.0.0.1:7100"))).isNull();
        assertThat(new ConfigFile(file, Map.of()).defaultValue(OptionSpec.builder("--limit").build())).isNull();
    }

    private static @Nullable String url(Path file, Map<String, String> environment) throws IOException {
        return new ConfigFile(file, environment).defaultValue(URL);
    }
}
