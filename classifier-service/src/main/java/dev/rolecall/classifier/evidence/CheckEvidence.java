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
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;

/// Reduces a verdict to what the conversation supports: a wrong name is worse than none.
///
/// - A cited turn counts if it was shown and is by the speaker, or belongs to another speaker and is adjacent to one of
///   theirs.
/// - A role needs a turn by the speaker. Turns by others may be cited only if they address the speaker: hearsay shows
///   nothing. The role must belong to the setting.
/// - A name needs a turn in which the speaker introduces themselves by it, or an adjacent turn that addresses them by
///   it. The speaker must not introduce themselves by another name.
/// - A roster entry must be that name, and no other entry may match it.
///
/// A claim that fails becomes unknown and is reported as unsupported.
public final class CheckEvidence {
    private final Conversation conversation;
    private final LabellingRequest request;
    private final Set<Integer> shown;
    private final List<UnsupportedClaim> unsupported = new ArrayList<>();
    private int kept;
    private int dropped;

    /// @param shown numbers of the turns that the LLM was shown
    private CheckEvidence(Conversation conversation, LabellingRequest request, Set<Integer> shown) {
        this.conversation = conversation;
        this.request = request;
        this.shown = shown;
    }

    /// The part of a verdict that is supported.
    ///
    /// @param kept number of cited turns that count
    /// @param dropped number of cited turns that do not count
    public record Checked(Verdict verdict, int kept, int dropped, List<UnsupportedClaim> unsupported) {
        /// The whole verdict, unchecked.
        public static Checked unchecked(Verdict said) {
            var cited = said.labels().stream().mapToInt(label -> label.evidence().size()).sum();
            return new Checked(said, cited, 0, List.of());
        }
    }

    public static Checked check(Verdict said, Conversation conversation, LabellingRequest request, Set<Integer> shown) {
        return new CheckEvidence(conversation, request, shown).check(said);
    }

    private Checked check(Verdict said) {
        var labels = said.labels().stream().map(label -> check(label, said.setting())).toList();
        var verdict = new Verdict(said.setting(), labels, said.samePerson().stream().filter(this::isSupported).toList(),
                said.severalPeople().stream().filter(this::isSupported).toList());
        return new Checked(verdict, kept, dropped, List.copyOf(unsupported));
    }

    private Label check(Label label, @Nullable String setting) {
        var speaker = label.speaker();
        var evidence = label.evidence().stream().distinct().filter(turn -> concerns(turn, speaker)).toList();
        kept += evidence.size();
        dropped += label.evidence().size() - evidence.size();
        var role = isRoleShown(label, setting, evidence) ? label.role() : RoleSet.UNKNOWN;
        var name = label.name() != null && isSpoken(label.name(), speaker, evidence) ? label.name() : null;
        report(label.name() != null && name == null, speaker, Kind.NAME);
        var entry = label.rosterEntry() != null && isEntry(label.rosterEntry(), name) ? label.rosterEntry() : null;
        report(label.rosterEntry() != null && entry == null, speaker, Kind.ROSTER_ENTRY);
        return role.equals(RoleSet.UNKNOWN) && name == null
                ? Label.unknown(speaker)
                : new Label(speaker, role, name, entry, label.confidence(), evidence);
    }

    private void report(boolean isUnsupported, Speaker speaker, Kind kind) {
        if (isUnsupported) {
            unsupported.add(new UnsupportedClaim(speaker, kind));
        }
    }

    private boolean concerns(int number, Speaker speaker) {
        return shown.contains(number)
                && (isBy(number, speaker) || isBy(number - 1, speaker) || isBy(number + 1, speaker));
    }

    private boolean isBy(int number, Speaker speaker) {
        return number >= 1 && number <= conversation.turns().size() && turn(number).speaker().equals(speaker);
    }

    private boolean isRoleShown(Label label, @Nullable String setting, List<Integer> evidence) {
        if (!label.isKnown()) {
            return false;
        }
        var belongs = request.allows(setting, label.role());
        var isOwn = evidence.stream().anyMatch(turn -> isBy(turn, label.speaker()))
                && label.evidence().stream().filter(shown::contains)
                        .allMatch(turn -> mayShowARole(turn, label.speaker()));
        report(!belongs, label.speaker(), Kind.ROLE_OUTSIDE_SETTING);
        report(belongs && !isOwn, label.speaker(), Kind.ROLE);
        return belongs && isOwn;
    }

    /// A turn by another speaker is allowed only if it addresses a participant. A turn that only speaks about the
    /// speaker invalidates the evidence.
    private boolean mayShowARole(int number, Speaker speaker) {
        return isBy(number, speaker)
                || (concerns(number, speaker) && NameCues.addressesAParticipant(turn(number).text()));
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

    private boolean isSupported(SamePerson same) {
        var isSupported = same.speakers().size() > 1
                && same.speakers().stream().allMatch(speaker -> ownAmong(same.evidence(), speaker) > 0);
        if (!isSupported && !same.speakers().isEmpty()) {
            unsupported.add(new UnsupportedClaim(same.speakers().getFirst(), Kind.SAME_PERSON));
        }
        return isSupported;
    }

    private boolean isSupported(SeveralPeople several) {
        var isSupported = ownAmong(several.evidence(), several.speaker()) > 1;
        report(!isSupported, several.speaker(), Kind.SEVERAL_PEOPLE);
        return isSupported;
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
