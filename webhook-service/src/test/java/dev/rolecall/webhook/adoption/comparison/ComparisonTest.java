package dev.rolecall.webhook.adoption.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.webhook.adoption.comparison.Comparison.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Results as older programs write them, which all say the same.
    @ParameterizedTest
    @ValueSource(strings = {
            "{'speakers':[{'speaker':0,'role':'agent','name':'Ann'},{'speaker':1,'role':'customer'}]}",
            "[{'speaker':'Speaker 0','role':'Agent','name':'ann'},{'speaker':'Speaker 1','role':'customer','name':''}]",
            "{'speakers':{'0':{'role':'agent','name':'Ann'},'1':{'role':'customer','name':'unknown'}}}",
            "{'speaker_0':{'role':'agent','name':' Ann '},'speaker_1':{'role':'customer','name':null}}",
            "[{'id':'0:0','role':'agent','name':'Ann'},{'id':'0:1','role':'customer'}]",
            "{'speakers':[{'speaker':'0:0','channel':0,'number':0,'role':'agent','name':'Ann'},{'channel':0,'number':1,'role':'customer'}]}"})
    void readsWhatOlderProgramsWrite(String before) throws JsonProcessingException {
        assertThat(compare(before, "[{'speaker':0,'role':'agent','name':'Ann'},{'speaker':1,'role':'customer'}]")
                .outcome())
                .isEqualTo(Outcome.SAME);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "agent|Ann|agent|Ann|SAME|SAME|SAME",
            "agent||agent|Ann|ONLY_NEW|SAME|ONLY_NEW",
            "agent|Ann|agent||ONLY_OLD|SAME|ONLY_OLD",
            "agent|Ann|customer|Ann|DIFFERENT|DIFFERENT|SAME",
            "agent||unknown|Ann|DIFFERENT|ONLY_OLD|ONLY_NEW",
            "unknown||unknown||SAME|SAME|SAME",
            "agent|Ann|customer|Bob|DIFFERENT|DIFFERENT|DIFFERENT"})
    void tellsWhatDiffers(String oldRole, String oldName, String newRole, String newName, Outcome outcome,
            Outcome roles,
            Outcome names) throws JsonProcessingException {
        var found = compare(one(oldRole, oldName), one(newRole, newName));

        assertThat(found.outcome()).isEqualTo(outcome);
        assertThat(found.roles()).isEqualTo(roles);
        assertThat(found.names()).isEqualTo(names);
    }

    private static String one(String role, String name) {
        return "[{'speaker':0,'role':'%s','name':'%s'}]".formatted(role, name == null ? "" : name);
    }

    @Test
    void countsASpeakerThatOnlyOneOfThemHas() throws JsonProcessingException {
        var found = compare("[{'speaker':0,'role':'agent'}]",
                "[{'speaker':0,'role':'agent'},{'speaker':1,'role':'customer'}]");

        assertThat(found.outcome()).isEqualTo(Outcome.ONLY_NEW);
        assertThat(found.speakers()).extracting(Comparison.Speaker::speaker).containsExactly("0:0", "0:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "'a text'", "{'summary':'nobody is named here'}", "{'speakers':[1,2]}", "null"})
    void saysWhereTheOldResultHasNoSpeakers(String before) throws JsonProcessingException {
        assertThat(compare(before, "[{'speaker':0,'role':'agent'}]").outcome()).isEqualTo(Outcome.UNREADABLE);
    }

    /// The second channel's first speaker is not the first channel's second.
    @Test
    void tellsChannelsApart() throws JsonProcessingException {
        var found = compare("[{'channel':1,'speaker':0,'role':'agent'}]", "[{'speaker':'1:0','role':'agent'}]");

        assertThat(found.outcome()).isEqualTo(Outcome.SAME);
    }

    private static Comparison compare(String before, String now) throws JsonProcessingException {
        return Comparison.of(UUID.randomUUID(), JSON.readTree(before.replace('\'', '"')),
                JSON.readTree(now.replace('\'', '"')));
    }
}
