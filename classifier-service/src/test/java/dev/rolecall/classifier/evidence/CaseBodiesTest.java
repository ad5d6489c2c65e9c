package dev.rolecall.classifier.evidence;

import static dev.rolecall.classifier.prompt.TestExcerpts.excerptOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.github.luben.zstd.Zstd;
import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.DeepgramBody;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The bodies of `../shared/cases`, with an LLM that claims everything that could be claimed.
class CaseBodiesTest {
    private static final Path BODIES = Path.of("../../shared/cases/bodies");
    private static final RoleSet ROLES = RoleSet.of("support", "a call", Map.of("agent", "a", "customer", "c"));

    @ParameterizedTest
    @CsvSource({"00-plain-call, Nadia, Oscar", "10-name-of-a-third-person,,",
            "12-some-words-without-speaker, Nadia, Oscar",
            "12-some-speakers-null, Nadia, Oscar", "16-extra-empty-array, Nadia, Oscar", "16-extra-text, Nadia, Oscar",
            "07-nulls-elsewhere, Nadia, Oscar", "22-words-without-times, Nadia, Oscar",
            "23-empty-punctuated-word, Nadia, Oscar", "21-mark-and-json,, Mark"})
    void givesEachSpeakerTheirOwnNameAndNoOther(String body, @Nullable String agent, @Nullable String customer)
            throws IOException {
        var call = read(body).conversation();

        assertThat(call.speakers()).containsExactly(new Speaker(0, 0), new Speaker(0, 1));
        assertThat(believed(call, new Speaker(0, 0))).containsExactlyElementsOf(listOf(agent));
        assertThat(believed(call, new Speaker(0, 1))).containsExactlyElementsOf(listOf(customer));
    }

    @Test
    void keepsEveryWordInItsPlace() throws IOException {
        var plain = text(read("00-plain-call").conversation());

        assertThat(text(read("22-words-without-times").conversation())).isEqualTo(plain);
        assertThat(text(read("12-some-words-without-speaker").conversation())).isEqualTo(plain);
        assertThat(text(read("12-some-speakers-null").conversation())).isEqualTo(plain);
        assertThat(text(read("23-empty-punctuated-word").conversation()).replaceAll("[^\\p{L} ]", ""))
                .isEqualToIgnoringCase(plain.replaceAll("[^\\p{L} ]", ""));
    }

    @Test
    void tellsNobodyApartWhoIsOnBothChannels() throws IOException {
        var call = read("14-both-channels-the-same").conversation();
        var speakers = List.copyOf(call.speakers());
        var said = new Verdict("support", speakers.stream()
                .map(speaker -> new Label(speaker, "agent", "Nadia", null, 0.9, turnsOf(call, speaker)))
                .toList(), List.of(), List.of());

        var checked = checked(said, call);

        assertThat(checked.labels()).isEqualTo(speakers.stream().map(Label::unknown).toList());
        assertThat(checked.samePerson()).extracting(it -> it.speakers()).containsExactly(speakers);
    }

    @Test
    void withholdsNothingOfAnOrdinaryInterview() throws IOException {
        var interview = read("21-mark-and-json").conversation();

        assertThat(excerptOf(interview, LabellingRequest.of(List.of(ROLES)), 2200, true).withheld()).isEmpty();
    }

    private static Verdict checked(Verdict said, Conversation call) {
        return CheckEvidence.check(said, call, LabellingRequest.of(List.of(ROLES)),
                WeighNames.in(call, List.of(), Set.of()), all(call)).verdict();
    }

    private static List<String> believed(Conversation call, Speaker speaker) {
        return List.of("Nadia", "Oscar", "Charles", "Mark", "Larkfield", "Harbor")
                .stream()
                .filter(name -> name.equals(check(call, speaker, name).name()))
                .toList();
    }

    private static Label check(Conversation call, Speaker speaker, String name) {
        var labels = call.speakers()
                .stream()
                .map(it -> it.equals(speaker)
                        ? new Label(it, "agent", name, null, 0.9, new ArrayList<>(all(call)))
                        : Label.unknown(it))
                .toList();
        return checked(new Verdict("support", labels, List.of(), List.of()), call).labels()
                .get(labels.size() - call.speakers()
                        .tailSet(speaker).size());
    }

    private static List<String> listOf(@Nullable String name) {
        return Optional.ofNullable(name).map(List::of).orElse(List.of());
    }

    private static String text(Conversation call) {
        return String.join("\n", call.turns().stream().map(turn -> turn.speaker().key() + " " + turn.text()).toList());
    }

    private static List<Integer> turnsOf(Conversation call, Speaker speaker) {
        return call.turns().stream().filter(it -> it.speaker().equals(speaker)).map(it -> it.number()).toList();
    }

    private static Set<Integer> all(Conversation call) {
        return IntStream.rangeClosed(1, call.turns().size()).boxed().collect(Collectors.toSet());
    }

    private static DeepgramBody read(String name) throws IOException {
        var file = BODIES.resolve(name + ".json");
        assumeTrue(Files.isReadable(file), "the cases are not here: " + BODIES);
        return DeepgramBody.read(Zstd.compress(Files.readAllBytes(file)));
    }
}
