package dev.rolecall.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKeysTest {
    private final KnownKeys known = new KnownKeys(
            Set.of("rolecall.topics.create", "rolecall.topics.min-in-sync-replicas",
                    "rolecall.classification.role-sets.*.setting", "rolecall.classification.role-sets.*.roles.*",
                    "rolecall.settlement.delays"));

    @ParameterizedTest
    @ValueSource(strings = {"rolecall.topics.create", "rolecall.classification.role-sets.court.setting",
            "rolecall.classification.role-sets.\"a.b\".roles.judge", "rolecall.settlement.delays[0]",
            "quarkus.http.port",
            "ROLECALL_TOPICS_MIN_IN_SYNC_REPLICAS", "ROLECALL_CLASSIFICATION_ROLE_SETS_COURT_ROLES_JUDGE", "PATH",
            "ROLECALL_TEST_INFRA", "ROLECALL_REGISTRY", "ROLECALL_PLATFORMS", "ROLECALL_SERVICE_HOST",
            "ROLECALL_PORT", "ROLECALL_PORT_80_TCP", "ROLECALL_API_SERVICE_HOST", "ROLECALL_API_PORT_8080_TCP"})
    void acceptsWhatHasAnEffectAndWhatIsNotRolecalls(String name) {
        assertThat(known.problemWith(name)).isEmpty();
    }

    @Test
    void namesTheNearestSetting() {
        assertThat(known.problemWith("rolecall.topics.craete"))
                .contains(
                        "rolecall.topics.craete is not a setting of this service; the nearest is rolecall.topics.create."
                                + " Correct it or remove it.");
        assertThat(known.problemWith("rolecall.topic.create").orElseThrow())
                .contains("nearest is rolecall.topics.create");
        assertThat(known.problemWith("ROLECALL_TOPICS_CRAETE").orElseThrow())
                .contains("nearest is ROLECALL_TOPICS_CREATE");
    }

    @Test
    void leavesASettingOfTheOtherServiceToThatService() {
        assertThat(known.problemWith("rolecall.reading.anything")).isEmpty();
        assertThat(known.problemWith("ROLECALL_READING_ANYTHING")).isEmpty();
    }
}
