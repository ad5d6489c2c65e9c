package dev.rolecall.classifier.classification;

import static dev.rolecall.classifier.classification.ConversationTest.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckEvidenceTest {
    private static final Speaker AGENT = new Speaker(0, 0);
    private static final Speaker CUSTOMER = new Speaker(0, 1);
    private static final Speaker STRANGER = new Speaker(0, 2);
    /// 1 agent: Priya speaking · 2 customer: Hi Priya · 3 agent: Bye Tom · 4 stranger: Next please
    private static final Conversation CALL = Conversation.of(1,
            List.of(word(0, 0, 0, "Priya"), word(0, 0, 1, "speaking."), word(0, 1, 2, "Hi"), word(0, 1, 3, "Priya."),
                    word(0, 0, 4, "Bye"), word(0, 0, 5, "Tom."), word(0, 2, 6, "Next"), word(0, 2, 7, "please.")));

    @Test
    void keepsALabelThatTheSpeakersOwnTurnShows() {
        var label = label(AGENT, "agent", "Priya", 1);

        assertThat(check(label)).isEqualTo(label);
    }

    @Test
    void keepsANameByWhichAnotherAddressesThem() {
        assertThat(check(label(CUSTOMER, "customer", "Tom", 3)).name()).isEqualTo("Tom");
    }

    @Test
    void lowersALabelWithoutEvidenceToUnknown() {
        assertThat(check(label(AGENT, "agent", "Priya"))).isEqualTo(Label.unknown(AGENT));
        assertThat(check(label(AGENT, "agent", "Priya", 0, 5, 99))).isEqualTo(Label.unknown(AGENT));
    }

    @Test
    void doesNotTakeATurnThatIsNeitherTheirsNorBesideTheirs() {
        assertThat(check(label(STRANGER, "customer", "Priya", 1, 2))).isEqualTo(Label.unknown(STRANGER));
    }

    @Test
    void dropsANameThatWasNotSaidThere() {
        assertThat(check(label(AGENT, "agent", "Margaret", 1)).name()).isNull();
        assertThat(check(label(AGENT, "agent", "Pri", 1)).name()).isNull();
        assertThat(check(label(AGENT, "agent", "", 1)).name()).isNull();
    }

    @Test
    void findsANameWhateverItsCase() {
        assertThat(check(label(AGENT, "agent", "PRIYA", 1)).name()).isEqualTo("PRIYA");
    }

    @Test
    void keepsANameEvenWhereTheRoleIsUnknown() {
        assertThat(check(label(AGENT, "unknown", "Priya", 1)).name()).isEqualTo("Priya");
    }

    private static Label check(Label label) {
        return new CheckEvidence(CALL).check(label);
    }

    private static Label label(Speaker speaker, String role, @Nullable String name, Integer... evidence) {
        return new Label(speaker, role, name, 0.9, List.of(evidence));
    }
}
