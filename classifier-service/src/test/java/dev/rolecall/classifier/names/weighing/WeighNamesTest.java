package dev.rolecall.classifier.names.weighing;

import static dev.rolecall.classifier.conversation.TestConversations.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.names.weighing.NameClaim.Objection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class WeighNamesTest {
    private static final Speaker CALLED = new Speaker(0, 0);
    private static final Speaker CALLER = new Speaker(0, 1);

    /// What a caller says, and whose name it is. The sentences are not among those that the weights are learnt from.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Hi, this is Rosa, I have a question. | Rosa | own",
            "Good morning, my name is Victor Hale. | Hale | own",
            "Hi, I'm Beatrix and I ordered a lamp. | Beatrix | own",
            "Paulo speaking, hello? | Paulo | own", "Je m'appelle Amélie Laurent. | Laurent | own",
            "Guten Tag, mein Name ist Vogel. | Vogel | own", "Меня зовут Ольга. | Ольга | own",
            "我叫小明。 | 小明 | own", "田中と申します。 | 田中 | own", "hello my name is rosa i lost my card | rosa | own",
            "Thanks, Rosa. | Rosa | address", "Rosa, are you still there? | Rosa | address",
            "Good morning, Dr. Hale, thank you for taking my call. | Hale | address", "Hola, Tomás. | Tomás | address",
            "你好小明。 | 小明 | address", "Guten Tag Herr Vogel. | Vogel | address",
            "I talked with Rosa about it on Monday. | Rosa | neither",
            "The technician was Mr. Hale, I believe. | Hale | neither", "My brother Victor told me. | Victor | neither",
            "Is Rosa's package there? | Rosa | neither", "I'm Rosa's neighbour. | Rosa | neither",
            "Can I speak to Rosa, please? | Rosa | neither",
            "Hi, Walter from your sales team asked me to ring. | Walter | neither",
            "He went, hey Rosa, wait for me. | Rosa | neither", "She said \"thanks, Rosa\" and left. | Rosa | neither"})
    void tellsWhoseNameItIs(String said, String name, String whose) {
        var call = call(said);

        var isOwn = isBelieved(call, name, CALLER);
        var isAddress = isBelieved(call, name, CALLED);

        assertThat(isOwn ? "own" : isAddress ? "address" : "neither").isEqualTo(whose);
        assertThat(isOwn && isAddress).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[NAME_1]", "<PERSON>", "[REDACTED]", "caller 2", "speaker", "", "."})
    void takesNoTagForAName(String tag) {
        var call = call("Hi, my name is " + tag + " and I have a question.");

        assertThat(WeighNames.in(call, List.of(tag), Set.of()).claim(tag, CALLER).objection())
                .isEqualTo(Objection.NOT_A_NAME);
    }

    @Test
    void takesNothingForANameFromQuotedSpeech() {
        var call = conversation("0 What happened then?", "1 He said \"my name is Robert\" and left.", "0 I see.");

        assertThat(isBelieved(call, "Robert", CALLER)).isFalse();
    }

    @Test
    void takesNothingForANameFromATurnThatIsWithheld() {
        var call = conversation("0 Hello, how can I help you?", "1 Hi, my name is Robert.", "0 Sure.");

        assertThat(WeighNames.in(call, List.of("Robert"), Set.of()).claim("Robert", CALLER).isIntroduced()).isTrue();
        assertThat(WeighNames.in(call, List.of("Robert"), Set.of(2)).claim("Robert", CALLER).objection())
                .isEqualTo(Objection.NOT_SAID);
    }

    @Test
    void letsAnIntroductionVetoAnotherNameWhereverItStands() {
        var call = conversation("0 Thank you for calling.", "1 Thanks, Margaret.", "0 Sure.", "1 Thanks, Margaret.",
                "0 Just so you know, my name is Priya.", "1 Okay.");

        assertThat(WeighNames.in(call, List.of("Margaret"), Set.of()).claim("Margaret", CALLED).objection())
                .isEqualTo(Objection.INTRODUCED_BY_ANOTHER_NAME);
    }

    @Test
    void believesNoNameOfWhichOneWordIsAnothers() {
        var call = conversation("0 My name is Priya.", "1 Hi, it's about Mr Reed.", "0 Sure.");

        assertThat(isBelieved(call, "Priya", CALLED)).isTrue();
        assertThat(isBelieved(call, "Priya Reed", CALLED)).isFalse();
    }

    @Test
    void doesNotTakeALoneThanksAmongManyForTheNameOfANeighbour() {
        var meeting = conversation("0 So that is the budget.", "1 Thanks, Josh.", "2 Can we go on?", "3 One moment.",
                "4 I agree.", "5 Me too.", "6 Fine.", "7 Okay.", "2 So let us go on with the design.");

        for (var speaker : meeting.speakers()) {
            assertThat(isBelieved(meeting, "Josh", speaker)).isFalse();
        }
    }

    @Test
    void findsTheNameAsItWasHeard() {
        var call = call("Hi, my name is Jan Kowalsky.");

        assertThat(isBelieved(call, "Jan Kowalski", CALLER)).isTrue();
    }

    @Test
    void findsIntroductionsByItself() {
        var call = call("Hi, my name is Victor Hale and I ordered a lamp.");

        var candidates = WeighNames.in(call, List.of(), Set.of()).candidates();

        assertThat(candidates).singleElement().satisfies(candidate -> {
            assertThat(candidate.name()).isEqualTo("Victor Hale");
            assertThat(candidate.speaker()).isEqualTo(CALLER);
            assertThat(candidate.claim().turns()).containsExactly(2);
            assertThat(WeighNames.isCertain(candidate.claim())).isTrue();
        });
    }

    private static Conversation call(String said) {
        return conversation("0 Hello, how can I help you today?", "1 " + said, "0 Yes, of course, one moment.",
                "1 Thank you very much.", "0 You are welcome.");
    }

    private static boolean isBelieved(Conversation call, String name, Speaker speaker) {
        return WeighNames.in(call, List.of(name), Set.of()).claim(name, speaker).weight() >= WeighNames.believed();
    }
}
