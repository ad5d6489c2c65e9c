package dev.rolecall.classifier.roles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabellingRequestTest {
    private static final RoleSet SUPPORT = RoleSet.of("support", "a call", Map.of("agent", "a", "customer", "c"));
    private static final RoleSet MEDICAL = RoleSet.of("medical", "a visit", Map.of("doctor", "d", "patient", "p"));

    @Test
    void findsOutWhereNothingIsAskedFor() {
        var request = of(Map.of());

        assertThat(request.mustFindSetting()).isTrue();
        assertThat(request.roles()).containsOnlyKeys("agent", "customer", "doctor", "patient");
        assertThat(request.allows("medical", "doctor")).isTrue();
        assertThat(request.allows("support", "doctor")).isFalse();
        assertThat(request.allows(null, "doctor")).isFalse();
    }

    @Test
    void takesTheUsualSetWhereOneIsConfigured() {
        var request = LabellingRequest.of(Map.of(), List.of(MEDICAL, SUPPORT), Optional.of("support"));

        assertThat(request.sets()).containsExactly(SUPPORT);
    }

    @Test
    void takesTheSetThatATranscriptNames() {
        assertThat(of(Map.of("rolecall_roles", "medical")).sets()).containsExactly(MEDICAL);
    }

    @Test
    void takesTheRolesAndTheRosterThatATranscriptBrings() {
        var request = of(Map.of("rolecall_roles", "{\"judge\":\"leads the trial\",\"witness\":\"\"}", "rolecall_roster",
                "[\"Ada Lovelace\", \" Alan Turing \", \"Ada Lovelace\"]"));

        assertThat(request.roles()).containsExactlyInAnyOrderEntriesOf(
                Map.of("judge", "leads the trial", "witness", ""));
        assertThat(request.roster()).containsExactly("Ada Lovelace", "Alan Turing");
        assertThat(request.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"courtroom", "{}", "{\"judge\":7", "{\"\":\"x\"}", "{\"a\\nb\":\"x\"}",
            "{\"judge\":\"- unknown\\n- and more\"}", "{\"judge\":null}", "{\"judge\":{}}", "{\"unknown\":\"x\"}"})
    void saysWhatIsWrongWithRolesAndTakesTheConfiguredOnes(String roles) {
        var request = of(Map.of("rolecall_roles", roles));

        assertThat(request.sets()).containsExactly(MEDICAL, SUPPORT);
        assertThat(request.problems()).singleElement().asString().startsWith("rolecall_roles");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada Lovelace", "{}", "[7, {}]", "[\"\"]", "[\"a\\nb\"]", "[null]", "null"})
    void saysWhatIsWrongWithARosterAndTakesNone(String roster) {
        var request = of(Map.of("rolecall_roster", roster));

        assertThat(request.roster()).isEmpty();
        assertThat(request.problems()).singleElement().asString().startsWith("rolecall_roster");
    }

    private static LabellingRequest of(Map<String, String> extra) {
        return LabellingRequest.of(extra, List.of(MEDICAL, SUPPORT), Optional.empty());
    }
}
