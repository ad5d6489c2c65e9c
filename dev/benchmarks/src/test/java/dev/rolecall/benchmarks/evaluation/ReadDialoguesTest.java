package dev.rolecall.benchmarks.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.rolecall.benchmarks.evaluation.Dialogue.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadDialoguesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void readsTurnsWhoseTagsStandInsideALine() throws IOException {
        var file = write("visits.csv", """
                id,dialogue
                VS1,"[doctor] hi [laughs] how are you [patient] fine"
                VS2,"Doctor: Hi.
                Patient: No. Doctor: Any pain?"
                """);

        assertThat(ReadDialogues.in(List.of(file))).extracting(Dialogue::said).containsExactly(
                List.of(new Said(0, null, "hi [laughs] how are you"), new Said(1, null, "fine")),
                List.of(new Said(0, null, "Hi."), new Said(1, null, "No."), new Said(0, null, "Any pain?")));
    }

    @Test
    void findsNamesUnderEitherId() throws IOException {
        var file = write("visits.csv", "id,dialogue\nVS1,\"[doctor] hi martha\n[patient] hi\"\n");
        write("visits_metadata.csv", """
                encounter_id,id,doctor_name,patient_firstname,patient_familyname
                D7,VS1,,Martha,Collins
                """);

        assertThat(ReadDialogues.in(List.of(file)).getFirst().person(1).names()).containsExactly("Martha", "Collins");
    }

    @Test
    void correctsTagsThatAreKnownToBeSwapped() throws IOException {
        var file = write("visits.csv", "encounter_id,dialogue\nD2N034,\"[patient] any pain ?\n[doctor] yes\"\n");

        assertThat(ReadDialogues.in(List.of(file)).getFirst().person(0).role()).isEqualTo("doctor");
    }

    @Test
    void readsTrueNames() throws IOException {
        var file = write("talks.jsonl",
                """
                        {"id":"t1","speakers":[{"key":"0:0","name":"Robert Reed","alsoCalled":["Bob"],"role":null,"said":["Bob"]},
                        """
                        .strip() + """
                                {"key":"0:1","name":null,"alsoCalled":[],"role":"guest","said":[]}],"absent":["Ann"],\
                                "turns":[{"speaker":"0:1","text":"Thanks, Bob."},{"speaker":"0:0","text":" "}]}
                                """);

        var talk = ReadDialogues.in(List.of(file)).getFirst();

        assertThat(talk.spokenNames(0)).containsExactly("Bob");
        assertThat(talk.person(0).isCalled("Reed")).isTrue();
        assertThat(talk.person(1).names()).isEmpty();
        assertThat(talk.said()).containsExactly(new Said(1, null, "Thanks, Bob."));
        assertThat(talk.absent()).containsExactly("Ann");
    }

    @Test
    void namesAFileThatItCannotReadInOneLine() throws IOException {
        var broken = write("broken.jsonl", "{\"id\":\"a\",\"speakers\":[],\"turns\":[]}\n{\"id\":");
        var other = write("other.jsonl", "{\"a\":1}");

        assertThatThrownBy(() -> ReadDialogues.in(List.of(broken))).hasMessageContaining("broken.jsonl, line 2: ")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> ReadDialogues.in(List.of(other))).hasMessageContaining("other.jsonl, line 1: ");
        assertThatThrownBy(() -> ReadDialogues.in(List.of(folder.resolve("none.csv"))))
                .hasMessageContaining("none.csv");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
