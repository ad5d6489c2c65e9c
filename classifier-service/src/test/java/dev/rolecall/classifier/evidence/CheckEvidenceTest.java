package dev.rolecall.classifier.evidence;

import static dev.rolecall.classifier.conversation.TestConversations.conversation;
import static dev.rolecall.classifier.conversation.TestConversations.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.evidence.CheckEvidence.Checked;
import dev.rolecall.classifier.evidence.CheckedClaim.Kind;
import dev.rolecall.classifier.evidence.CheckedClaim.Reason;
import dev.rolecall.classifier.evidence.Verdict.SamePerson;
import dev.rolecall.classifier.evidence.Verdict.SeveralPeople;
import dev.rolecall.classifier.names.NameCues;
import dev.rolecall.classifier.names.SpokenName;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class CheckEvidenceTest {
    private static final Speaker AGENT = new Speaker(0, 0);
    private static final Speaker CUSTOMER = new Speaker(0, 1);
    private static final Speaker STRANGER = new Speaker(0, 2);
    private static final Conversation CALL = conversation("0 Priya speaking.", "1 Hi Priya.", "0 Bye Tom.");
    private static final Conversation NAMELESS = conversation("0 Thank you for calling.", "1 Hi, I have a question.",
            "0 Sure.", "2 Next please.");
    private static final LabellingRequest REQUEST = LabellingRequest.of(
            List.of(RoleSet.of("support", "a call", Map.of("agent", "a", "customer", "c"))),
            List.of("Priya Natarajan", "Tom Reed"));

    @Test
    void keepsALabelThatTheSpeakersOwnTurnShows() {
        var label = label(AGENT, "agent", "Priya", 1, 2);

        assertThat(check(label)).isEqualTo(label);
    }

    @Test
    void keepsANameByWhichAnotherAddressesThem() {
        assertThat(check(label(CUSTOMER, "customer", "Tom", 2, 3)).name()).isEqualTo("Tom");
    }

    @Test
    void lowersALabelWithoutEvidenceToUnknown() {
        assertThat(check(NAMELESS, label(AGENT, "agent", "Priya"))).isEqualTo(Label.unknown(AGENT));
        assertThat(check(NAMELESS, label(AGENT, "agent", "Priya", 0, 5, 99))).isEqualTo(Label.unknown(AGENT));
    }

    @Test
    void givesANameByWhichTheyIntroduceThemselvesEvenIfTheLlmDoesNot() {
        var call = conversation("0 Hello, my name is Priya.", "1 Hi, I have a question.", "0 Sure.");

        var checked = checked(call, label(AGENT, "unknown", null));

        assertThat(checked.verdict().labels().getFirst().name()).isEqualTo("Priya");
        assertThat(checked.claims()).extracting(CheckedClaim::kind).containsExactly(Kind.HEARD_NAME);
    }

    @Test
    void wantsATurnOfTheirOwnForARole() {
        assertThat(check(label(CUSTOMER, "customer", null, 3)).role()).isEqualTo("unknown");
        assertThat(check(label(CUSTOMER, "customer", null, 2, 3)).role()).isEqualTo("customer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Yes, doctor. | true", "Thank you so much, doctor, really. | true",
            "Thanks, Tom. | true", "Well, doctor Smith said so. | false", "The doctor is in. | false"})
    void tellsWhatIsSaidToSomebodyFromWhatIsSaidAboutThem(String text, boolean isAddressed) {
        assertThat(NameCues.addressesAParticipant(text)).isEqualTo(isAddressed);
    }

    @Test
    void takesNothingFromWhatIsSaidAboutSomebodyElsewhereEither() {
        var call = conversation("0 Hello.", "1 Hi.", "2 So.", "1 He is a customer.", "2 Ah.");

        assertThat(check(call, label(AGENT, "customer", null, 1, 4)).role()).isEqualTo("unknown");
    }

    @Test
    void doesNotPutTwoPeoplesNamesTogether() {
        var call = conversation("0 My name is Priya.", "1 Hi, it's about Mr Reed.", "0 Sure.");

        assertThat(check(call, label(AGENT, "agent", "Priya Reed", 1, 2)).name()).isEqualTo("Priya");
    }

    @Test
    void keepsNoRostersEntryWhereTwoCouldBeIt() {
        var call = conversation("0 This is Tom.", "1 Hi.");
        var request = LabellingRequest.of(REQUEST.sets(), List.of("Tom Reed", "Tom Baker"));

        var checked = check(verdict(label(AGENT, "unknown", "Tom", "Tom Reed", 1)), call, request,
                all(call), Set.of());

        assertThat(checked.verdict().labels().getFirst().rosterEntry()).isNull();
    }

    @Test
    void takesNothingFromWhatIsSaidAboutSomebody() {
        var call = conversation("0 Hello.", "1 He is a customer, as far as I know.", "0 Well.", "1 Thank you, sir.");

        assertThat(check(call, label(AGENT, "customer", null, 1, 2)).role()).isEqualTo("unknown");
        assertThat(check(call, label(AGENT, "customer", null, 3, 4)).role()).isEqualTo("customer");
    }

    @Test
    void doesNotTakeATurnThatIsNeitherTheirsNorBesideTheirs() {
        assertThat(check(NAMELESS, label(STRANGER, "customer", "Priya", 1, 2))).isEqualTo(Label.unknown(STRANGER));
    }

    @Test
    void doesNotTakeATurnThatWasNotShown() {
        var said = verdict(label(AGENT, "agent", null, 1));

        var checked = check(said, NAMELESS, REQUEST, Set.of(2, 3, 4), Set.of());

        assertThat(checked.verdict().labels()).containsExactly(Label.unknown(AGENT));
        assertThat(checked.dropped()).isEqualTo(1);
    }

    @Test
    void dropsANameThatWasNotSaidThere() {
        assertThat(check(label(AGENT, "agent", "Margaret", 1)).name()).isNull();
        assertThat(check(label(AGENT, "agent", "Pri", 1)).name()).isNull();
    }

    @Test
    void dropsTheNameOfWhomTheySpeakTo() {
        assertThat(check(label(CUSTOMER, "customer", "Priya", 2)).name()).isNull();
        assertThat(check(label(AGENT, "agent", "Tom", 3)).name()).isNull();
    }

    @Test
    void findsANameWhateverItsCase() {
        assertThat(check(label(AGENT, "agent", "PRIYA", 1)).name()).isEqualTo("PRIYA");
    }

    @Test
    void keepsANameEvenWhereTheRoleIsUnknown() {
        assertThat(check(label(AGENT, "unknown", "Priya", 1)).name()).isEqualTo("Priya");
    }

    @Test
    void dropsAnAddressThatTheirOwnIntroductionContradicts() {
        var call = conversation("0 My name is Priya.", "1 Thank you, Margaret.", "0 Sure.");

        assertThat(check(call, label(AGENT, "agent", "Margaret", 2)).name()).isNotEqualTo("Margaret");
    }

    @Test
    void keepsTheRostersEntryThatTheNameIs() {
        assertThat(check(label(AGENT, "agent", "Priya", "Priya Natarajan", 1)).rosterEntry())
                .isEqualTo("Priya Natarajan");
        assertThat(check(label(AGENT, "agent", "Priya", "Tom Reed", 1)).rosterEntry()).isNull();
        assertThat(check(label(AGENT, "agent", "Priya", "Somebody Else", 1)).rosterEntry()).isNull();
        assertThat(check(label(AGENT, "agent", null, "Priya Natarajan", 1)).rosterEntry()).isNull();
    }

    @Test
    void takesRolesFromTheNamedSettingOnly() {
        var request = LabellingRequest.of(List.of(RoleSet.of("support", "a call", Map.of("agent", "a")),
                RoleSet.of("medical", "a visit", Map.of("doctor", "d"))));

        var checked = check(verdict("medical", label(AGENT, "agent", null, 1)), CALL, request, all(CALL),
                Set.of());

        assertThat(checked.verdict().labels()).containsExactly(Label.unknown(AGENT));
        assertThat(checked.unsupported()).extracting(CheckedClaim::reason).containsExactly(Reason.ROLE_OUTSIDE_SETTING);
    }

    @Test
    void reportsOnePersonWithTwoLabelsIfBothShowIt() {
        var both = new SamePerson(List.of(AGENT, CUSTOMER), List.of(1, 2));
        var one = new SamePerson(List.of(AGENT, CUSTOMER), List.of(1));

        var checked = check(new Verdict("support", List.of(), List.of(both, one), List.of()), CALL,
                REQUEST, all(CALL), Set.of());

        assertThat(checked.verdict().samePerson()).containsExactly(both);
        assertThat(checked.unsupported()).extracting(CheckedClaim::kind).containsExactly(Kind.SAME_PERSON);
    }

    @Test
    void reportsTwoPeopleWithOneLabelIfTwoOfItsTurnsShowIt() {
        var two = new SeveralPeople(AGENT, List.of(1, 3));
        var one = new SeveralPeople(AGENT, List.of(1, 2));

        var checked = check(new Verdict("support", List.of(), List.of(), List.of(two, one)), CALL,
                REQUEST, all(CALL), Set.of());

        assertThat(checked.verdict().severalPeople()).containsExactly(two);
    }

    @Test
    void complainsOfEverythingItTakesAway() {
        var checked = checked(CALL, label(AGENT, "agent", "Nobody", "Tom Reed", 2));

        assertThat(checked.unsupported()).extracting(CheckedClaim::kind).containsExactly(Kind.ROLE, Kind.NAME,
                Kind.ROSTER_ENTRY);
    }

    @Test
    void takesAnAnswerToTheQuestionForANameAsTheirOwn() {
        var call = conversation("0 Can I have your name please?", "1 Yes, Tom Reed.", "0 Thank you.");

        assertThat(check(call, label(CUSTOMER, "unknown", "Tom Reed", 2)).name()).isEqualTo("Tom Reed");
        assertThat(check(call, label(AGENT, "unknown", "Tom Reed", 2)).name()).isNull();
    }

    @Test
    void letsADeclaredRoleWinOverTheLlm() {
        var request = LabellingRequest.of(Map.of("rolecall_channels", "agent"), REQUEST.sets(), Optional.empty());
        var said = new Verdict("support",
                List.of(label(AGENT, "customer", null, 1), label(CUSTOMER, "customer", null, 2)), List.of(), List.of());

        var checked = check(said, NAMELESS, request, all(NAMELESS), Set.of());

        assertThat(checked.verdict().labels()).extracting(Label::role).containsExactly("agent", "unknown");
        assertThat(checked.unsupported()).isEmpty();
        assertThat(checked.claims()).filteredOn(claim -> claim.kind() == Kind.ROLE)
                .extracting(CheckedClaim::isKept)
                .containsOnly(false);
        assertThat(checked.claims()).filteredOn(claim -> claim.kind() == Kind.DECLARED_ROLE)
                .extracting(CheckedClaim::isKept)
                .containsExactly(true, false);
    }

    private static final LabellingRequest VISIT = LabellingRequest.of(
            List.of(RoleSet.of("medical", "a visit", Map.of("doctor", "d", "patient", "p"))));
    private static final Conversation EXAMINATION = conversation("0 What brings you in? Have you had any fever?",
            "1 No. My back hurts and I have no idea why.", "0 Are you taking any medication? Do you smoke?",
            "1 No, I don't.");

    @Test
    void lowersRolesThatAreSwapped() {
        var swapped = check(verdict("medical", label(AGENT, "patient", null, 1), label(CUSTOMER, "doctor", null, 2)),
                EXAMINATION, VISIT, all(EXAMINATION), Set.of());

        assertThat(swapped.verdict().labels()).containsExactly(Label.unknown(AGENT), Label.unknown(CUSTOMER));
        assertThat(swapped.claims()).extracting(CheckedClaim::reason).containsOnly(Reason.ROLE_CONTRADICTED);
    }

    @Test
    void keepsTheSameRolesTheOtherWayRound() {
        var right = check(verdict("medical", label(AGENT, "doctor", null, 1), label(CUSTOMER, "patient", null, 2)),
                EXAMINATION, VISIT, all(EXAMINATION), Set.of());

        assertThat(right.verdict().labels()).extracting(Label::role).containsExactly("doctor", "patient");
    }

    @Test
    void letsTheSpeakersOwnWordsWinOverDeclaredChannels() {
        var call = Conversation.of(2, EXAMINATION.turns()
                .stream()
                .map(turn -> word(turn.speaker().equals(AGENT) ? 0 : 1, null, turn.number(), turn.text()))
                .toList());
        var request = LabellingRequest.of(Map.of("rolecall_channels", "patient,doctor"), VISIT.sets(),
                Optional.empty());

        var known = CheckEvidence.withoutLlm(call, request, WeighNames.in(call, List.of(), Set.of())).orElseThrow();

        assertThat(known.verdict().labels()).extracting(Label::role).containsExactly("unknown", "unknown");
        assertThat(known.claims()).extracting(CheckedClaim::reason).containsOnly(Reason.ROLE_CONTRADICTED);
    }

    @Test
    void givesNoRoleToALabelThatIntroducesItselfByTwoNames() {
        var call = conversation("0 Hello, my name is Priya.", "1 Hi, I have a question.",
                "0 Let me pass you on. Hello, my name is Robert.", "1 Thank you.");

        var checked = check(verdict(label(AGENT, "agent", null, 1)), call, REQUEST, all(call), Set.of());

        assertThat(checked.verdict().labels()).containsExactly(Label.unknown(AGENT));
        assertThat(checked.verdict().severalPeople()).extracting(SeveralPeople::speaker).containsExactly(AGENT);
        assertThat(checked.claims()).extracting(CheckedClaim::reason).containsExactly(Reason.ROLE_OF_SEVERAL_PEOPLE);
    }

    @Test
    void takesAFirstAndALastNameForOnePersons() {
        var call = conversation("0 Your name please?", "1 My name is Tom.", "0 And your last name?",
                "1 My last name is Reed. But call me Tommy.");

        var checked = check(verdict(label(CUSTOMER, "customer", null, 2)), call, REQUEST, all(call), Set.of());

        assertThat(checked.verdict().severalPeople()).isEmpty();
    }

    @Test
    void needsNoLlmWhereRolesAreDeclaredAndTheOnlyNameIsIntroduced() {
        var call = Conversation.of(2, List.of(word(0, null, 0, "Hello, my name is Priya, how can I help you?"),
                word(1, null, 2, "I have a question about my bill.")));
        var request = LabellingRequest.of(Map.of("rolecall_channels", "agent,customer"), REQUEST.sets(),
                Optional.empty());

        var known = CheckEvidence.withoutLlm(call, request, WeighNames.in(call, List.of(), Set.of())).orElseThrow();

        assertThat(known.verdict().labels()).extracting(Label::role).containsExactly("agent", "customer");
        assertThat(known.verdict().labels()).extracting(Label::name).containsExactly("Priya", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Priya | hi priya i have a question thank you priya",
            "      | hi priya i have a question thank you priya"})
    void needsTheLlmWhereNamesAreNotWrittenWithCapitals(@Nullable String roster, String said) {
        var call = Conversation.of(2, List.of(word(0, null, 0, "how can i help you"), word(1, null, 2, said)));
        var known = roster == null ? List.<String>of() : List.of(roster);
        var request = LabellingRequest.of(Map.of("rolecall_channels", "agent,customer"), REQUEST.sets(),
                Optional.empty());

        assertThat(CheckEvidence.withoutLlm(call, request, WeighNames.in(call, known, Set.of()))).isEmpty();
    }

    @Test
    void weighsTheRostersNamesBesideTheClaimed() {
        var call = conversation("0 priya speaking how can i help you", "1 hi i have a question", "0 sure",
                "1 thanks tom");

        assertThat(check(call, label(AGENT, "agent", "Tom", 1)).name()).isNotEqualTo("Tom");
    }

    @Test
    void keepsTheRoleOfOneOfTwoLabelsThatAreOnePerson() {
        var said = new Verdict("support", List.of(label(AGENT, "agent", null, 1), Label.unknown(CUSTOMER)),
                List.of(new SamePerson(List.of(AGENT, CUSTOMER), List.of(1, 2))), List.of());

        var checked = check(said, NAMELESS, REQUEST, all(NAMELESS), Set.of());

        assertThat(checked.verdict().labels().getFirst().role()).isEqualTo("agent");
    }

    @Test
    void survivesAnAccentThatStandsAlone() {
        var call = conversation("0 Hello \u0301 there.", "1 Hi, my name is Tom.");

        assertThat(check(call, label(CUSTOMER, "customer", "Jose \u0301", 2)).name()).isNotEqualTo("Jose \u0301");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"agent        | I have a question about my bill.",
            "agent,customer | This is for Priya at the desk. Thanks, Priya."})
    void needsTheLlmWhereARoleOrANameIsOpen(String channels, String said) {
        var call = Conversation.of(2, List.of(word(0, null, 0, "Hello, how can I help you?"), word(1, null, 2, said)));
        var request = LabellingRequest.of(Map.of("rolecall_channels", channels), REQUEST.sets(), Optional.empty())
                .forChannels(2);

        assertThat(CheckEvidence.withoutLlm(call, request, WeighNames.in(call, List.of(), Set.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Kowalski, Kowalsky, true", "Meyer, Meier, true", "Katherine, Catherine, true",
            "José, Jose, true", "Priya, Priya's, true",
            "मीना, मोना, false", "ガブリエル, ガブリエル, true", "Tim, Tom, false", "Maria, Marta, false", "Jon, Joan, false",
            "Smith, Schmidt, false"})
    void hearsThroughRecognitionErrors(String name, String heard, boolean isSame) {
        assertThat(!SpokenName.of(name).places("yes " + heard + " it is").isEmpty()).isEqualTo(isSame);
    }

    private static Label check(Label label) {
        return check(CALL, label);
    }

    private static Label check(Conversation call, Label label) {
        return checked(call, label).verdict().labels().getFirst();
    }

    private static Checked checked(Conversation call, Label label) {
        return check(verdict(label), call, REQUEST, all(call), Set.of());
    }

    private static Checked check(Verdict said, Conversation call, LabellingRequest request, Set<Integer> shown,
            Set<Integer> withheld) {
        return CheckEvidence.check(said, call, request, WeighNames.in(call, request.roster(), withheld), shown);
    }

    private static Verdict verdict(Label label) {
        return verdict("support", label);
    }

    private static Verdict verdict(String setting, Label... labels) {
        return new Verdict(setting, List.of(labels), List.of(), List.of());
    }

    static Set<Integer> all(Conversation call) {
        return IntStream.rangeClosed(1, call.turns().size()).boxed().collect(Collectors.toSet());
    }

    private static Label label(Speaker speaker, String role, @Nullable String name, Integer... evidence) {
        return label(speaker, role, name, null, evidence);
    }

    private static Label label(Speaker speaker, String role, @Nullable String name, @Nullable String entry,
            Integer... evidence) {
        return new Label(speaker, role, name, entry, 0.9, List.of(evidence));
    }
}
