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
    void givesNoIdWhereTwoEntriesHaveOneName() {
        var request = of(Map.of("rolecall_roster",
                """
                        [{"id":"crm-17","name":"Jane Smith"},{"id":"crm-18","name":"Jane Smith"},{"id":"crm-19","name":"Tom"}]"""));

        assertThat(request.roster()).containsExactly("Jane Smith", "Tom");
        assertThat(request.rosterIds()).containsExactly(Map.entry("Tom", "crm-19"));
    }

    @Test
    void takesOnlyRoleSetsThatHaveTheDeclaredRoles() {
        var request = of(Map.of("rolecall_channels", "doctor,patient"));

        assertThat(request.forChannels(2).mustFindSetting()).isFalse();
        assertThat(request.forChannels(1).mustFindSetting()).isTrue();
    }

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

    @Test
    void takesTheIdsOfTheRoster() {
        var request = of(Map.of("rolecall_roster",
                "[{\"id\":\"crm-17\",\"name\":\"Ada Lovelace\"}, \"Alan Turing\", {\"id\":7,\"name\":\"Grace Hopper\"}]"));

        assertThat(request.roster()).containsExactly("Ada Lovelace", "Alan Turing", "Grace Hopper");
        assertThat(request.rosterIds())
                .containsExactlyInAnyOrderEntriesOf(Map.of("Ada Lovelace", "crm-17", "Grace Hopper", "7"));
        assertThat(request.problems()).isEmpty();
    }

    @Test
    void takesTheRolesOfTheChannels() {
        var request = of(Map.of("rolecall_channels", "agent, unknown")).forChannels(2);

        assertThat(request.roleOf(0)).contains("agent");
        assertThat(request.roleOf(1)).isEmpty();
        assertThat(request.problems()).isEmpty();
    }

    @Test
    void ignoresRolesThatDoNotMatchTheChannelsAndSaysSo() {
        var mismatch = of(Map.of("rolecall_channels", "agent,customer")).forChannels(1);
        var mixture = of(Map.of("rolecall_channels", "agent,doctor"));

        assertThat(mismatch.roleOf(0)).isEmpty();
        assertThat(mismatch.problems()).singleElement().asString().contains("2 channels", "has 1");
        assertThat(mixture.roleOf(0)).isEmpty();
        assertThat(mixture.problems()).singleElement().asString().startsWith("rolecall_channels");
    }

    private static LabellingRequest of(Map<String, String> extra) {
        return LabellingRequest.of(extra, List.of(MEDICAL, SUPPORT), Optional.empty());
    }
}
