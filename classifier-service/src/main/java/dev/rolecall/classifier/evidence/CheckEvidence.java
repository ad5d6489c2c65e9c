package dev.rolecall.classifier.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.evidence.UnsupportedClaim.Kind;
import dev.rolecall.classifier.evidence.Verdict.SamePerson;
import dev.rolecall.classifier.evidence.Verdict.SeveralPeople;
import dev.rolecall.classifier.names.NameCues;
import dev.rolecall.classifier.names.SpokenName;
import dev.rolecall.classifier.names.SpokenName.Place;
import dev.rolecall.classifier.prompt.Prompt;
import dev.rolecall.classifier.roles.LabellingRequest;
import org.jspecify.annotations.Nullable;

/// Believes a verdict only as far as the conversation bears it out: a wrong name is worse than none.
///
/// - A cited turn counts if it was shown and is the speaker's own, or another's right beside one of theirs.
/// - A role needs a turn of the speaker's own, and no other turn but one that addresses them: what is said about somebody
///   shows nothing. It has to belong to the setting.
/// - A name needs a turn in which the speaker introduces themselves by it, or somebody beside them addresses them by it;
///   it was not said by whoever introduces themselves by another.
/// - An entry of the roster has to be that name, and no other entry can be it.
///
/// What fails is lowered to unknown, and complained of.
public final class CheckEvidence {
    private final Conversation conversation;
    private final LabellingRequest request;
    private final Set<Integer> shown;
    private final List<UnsupportedClaim> complaints = new ArrayList<>();
    private int kept;
    private int dropped;

    /// @param shown numbers of the turns that the model saw
    private CheckEvidence(Conversation conversation, LabellingRequest request, Set<Integer> shown) {
        this.conversation = conversation;
        this.request = request;
        this.shown = shown;
    }

    /// What is left of a verdict.
    ///
    /// @param kept cited turns that count
    /// @param dropped cited turns that do not
    public record Checked(Verdict verdict, int kept, int dropped, List<UnsupportedClaim> complaints) {
        /// Everything as the model said it.
        public static Checked believed(Verdict said) {
            var cited = said.labels().stream().mapToInt(label -> label.evidence().size()).sum();
            return new Checked(said, cited, 0, List.of());
        }
    }

    public static Checked check(Verdict said, Conversation conversation, LabellingRequest request, Set<Integer> shown) {
        return new CheckEvidence(conversation, request, shown).check(said);
    }

    private Checked check(Verdict said) {
        var labels = said.labels().stream().map(label -> check(label, said.setting())).toList();
        var verdict = new Verdict(said.setting(), labels, said.samePerson().stream().filter(this::isBorneOut).toList(),
                said.severalPeople().stream().filter(this::isBorneOut).toList());
        return new Checked(verdict, kept, dropped, List.copyOf(complaints));
    }

    private Label check(Label label, @Nullable String setting) {
        var speaker = label.speaker();
        var evidence = label.evidence().stream().distinct().filter(turn -> concerns(turn, speaker)).toList();
        kept += evidence.size();
        dropped += label.evidence().size() - evidence.size();
        var role = isShown(label, setting, evidence) ? label.role() : Prompt.UNKNOWN;
        var name = label.name() != null && isSpoken(label.name(), speaker, evidence) ? label.name() : null;
        complain(label.name() != null && name == null, speaker, Kind.NAME);
        var entry = label.rosterEntry() != null && isEntry(label.rosterEntry(), name) ? label.rosterEntry() : null;
        complain(label.rosterEntry() != null && entry == null, speaker, Kind.ROSTER_ENTRY);
        return role.equals(Prompt.UNKNOWN) && name == null
                ? Label.unknown(speaker)
                : new Label(speaker, role, name, entry, label.confidence(), evidence);
    }

    private void complain(boolean isWrong, Speaker speaker, Kind kind) {
        if (isWrong) {
            complaints.add(new UnsupportedClaim(speaker, kind));
        }
    }

    private boolean concerns(int number, Speaker speaker) {
        return shown.contains(number)
                && (isBy(number, speaker) || isBy(number - 1, speaker) || isBy(number + 1, speaker));
    }

    private boolean isBy(int number, Speaker speaker) {
        return number >= 1 && number <= conversation.turns().size() && turn(number).speaker().equals(speaker);
    }

    private boolean isShown(Label label, @Nullable String setting, List<Integer> evidence) {
        if (!label.isKnown()) {
            return false;
        }
        var belongs = request.allows(setting, label.role());
        var isOwn = evidence.stream().anyMatch(turn -> isBy(turn, label.speaker()))
                && label.evidence().stream().filter(shown::contains)
                        .allMatch(turn -> mayShowARole(turn, label.speaker()));
        complain(!belongs, label.speaker(), Kind.ROLE_OUTSIDE_SETTING);
        complain(belongs && !isOwn, label.speaker(), Kind.ROLE);
        return belongs && isOwn;
    }

    /// A turn of another counts if it addresses them; one that only speaks about them spoils the evidence.
    private boolean mayShowARole(int number, Speaker speaker) {
        return isBy(number, speaker)
                || (concerns(number, speaker) && NameCues.addressesSomebody(turn(number).text()));
    }

    private boolean isSpoken(String name, Speaker speaker, List<Integer> evidence) {
        var spoken = SpokenName.of(name);
        return !spoken.words().isEmpty()
                && spoken.inWords().allMatch(word -> evidence.stream().anyMatch(it -> isNamed(word, speaker, turn(it))))
                && !isKnownByAnother(spoken, speaker);
    }

    private boolean isNamed(SpokenName name, Speaker speaker, Turn turn) {
        return name.places(turn.text()).stream().anyMatch(place -> isNamed(place, speaker, turn));
    }

    private boolean isNamed(Place place, Speaker speaker, Turn turn) {
        return turn.speaker().equals(speaker)
                ? NameCues.isOwn(turn.text(), place, before(turn))
                : NameCues.isAddress(turn.text(), place, before(turn));
    }

    private boolean isKnownByAnother(SpokenName name, Speaker speaker) {
        var stated = conversation.turns()
                .stream()
                .filter(turn -> turn.speaker().equals(speaker) && shown.contains(turn.number()))
                .flatMap(turn -> NameCues.statedIn(turn.text()).stream())
                .toList();
        return !stated.isEmpty() && stated.stream().noneMatch(own -> SpokenName.of(own).isAlike(name));
    }

    private boolean isEntry(String entry, @Nullable String name) {
        return name != null && request.roster().contains(entry) && request.roster()
                .stream()
                .filter(one -> SpokenName.of(one).isAlike(SpokenName.of(name)))
                .toList()
                .equals(List.of(entry));
    }

    private boolean isBorneOut(SamePerson same) {
        var isBorneOut = same.speakers().size() > 1
                && same.speakers().stream().allMatch(speaker -> ownAmong(same.evidence(), speaker) > 0);
        if (!isBorneOut && !same.speakers().isEmpty()) {
            complaints.add(new UnsupportedClaim(same.speakers().getFirst(), Kind.SAME_PERSON));
        }
        return isBorneOut;
    }

    private boolean isBorneOut(SeveralPeople several) {
        var isBorneOut = ownAmong(several.evidence(), several.speaker()) > 1;
        complain(!isBorneOut, several.speaker(), Kind.SEVERAL_PEOPLE);
        return isBorneOut;
    }

    private long ownAmong(List<Integer> evidence, Speaker speaker) {
        return evidence.stream().distinct().filter(shown::contains).filter(turn -> isBy(turn, speaker)).count();
    }

    private String before(Turn turn) {
        return turn.number() == 1 ? "" : turn(turn.number() - 1).text();
    }

    private Turn turn(int number) {
        return conversation.turns().get(number - 1);
    }
}
