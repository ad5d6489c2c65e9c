package dev.rolecall.classifier.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import dev.rolecall.classifier.classification.ClassificationConfig.Evidence;
import dev.rolecall.classifier.roles.RoleSet;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

/// Pins the keys and the defaults: a deployment depends on them.
class ClassificationConfigTest {
    private static final String ONE_SET = """
            rolecall.classification.role-sets.trial.setting=a trial
            rolecall.classification.role-sets.trial.roles.judge=leads it
            """;

    @Test
    void hasDefaultsForEverythingButRoles() {
        var config = read(ONE_SET);

        assertThat(config.roleSet()).isEmpty();
        assertThat(config.excerptTokens()).isEqualTo(2200);
        assertThat(config.evidence()).isEqualTo(Evidence.CHECKED);
        assertThat(config.repair()).isTrue();
    }

    @Test
    void readsEveryKey() {
        var config = read(ONE_SET + """
                rolecall.classification.role-set=trial
                rolecall.classification.excerpt-tokens=500
                rolecall.classification.evidence=believed
                rolecall.classification.repair=false
                """);

        assertThat(config.allRoleSets()).containsExactly(RoleSet.of("trial", "a trial", Map.of("judge", "leads it")));
        assertThat(config.roleSet()).contains("trial");
        assertThat(config.excerptTokens()).isEqualTo(500);
        assertThat(config.evidence()).isEqualTo(Evidence.BELIEVED);
        assertThat(config.repair()).isFalse();
    }

    @Test
    void refusesAUsualSetThatIsNotThere() {
        var config = read(ONE_SET + "rolecall.classification.role-set=court\n");

        assertThatThrownBy(() -> new PrepareTranscript(config)).isInstanceOf(ConfigurationException.class)
                .hasMessage("rolecall.classification.role-set=court is not a role set. The role sets are trial");
    }

    private static ClassificationConfig read(String text) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalStateException("a string can be read", e);
        }
        var values = new HashMap<String, String>();
        properties.forEach((key, value) -> values.put((String) key, (String) value));
        return new SmallRyeConfigBuilder().withMapping(ClassificationConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(ClassificationConfig.class);
    }
}
