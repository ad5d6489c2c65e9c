package dev.rolecall.classifier.evidence;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.evidence.CheckedClaim.Kind;
import dev.rolecall.classifier.evidence.CheckedClaim.Reason;
import dev.rolecall.classifier.evidence.Verdict.SamePerson;
import dev.rolecall.classifier.evidence.Verdict.SeveralPeople;
import dev.rolecall.classifier.names.NameCues;
import dev.rolecall.classifier.names.SpokenName;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.names.weighing.WeighNames.Candidate;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;

/// Reduces a verdict to what the conversation supports: a wrong name is worse than none.
///
/// - A cited turn counts if it was shown and is by the speaker, or belongs to another speaker and is adjacent to one of
///   theirs.
/// - A role needs a turn by the speaker. Turns by others may be cited only if they address the speaker: hearsay shows
///   nothing. The role must belong to the setting.
/// - A name is weighed by all its mentions in the whole conversation, whatever the LLM cites. The speaker must not
///   introduce themselves by another name, and no two speakers have one name.
/// - A roster entry must be that name, and no other entry may match it.
///
/// A claim that fails becomes unknown. Every claim is returned with what became of it.
public final class CheckEvidence {
    private final Conversation conversation;
    private final LabellingRequest request;
    private final Set<Integer> shown;
    private final WeighNames names;
    private final List<Candidate> candidates;
    private final Set<Speaker> repeated = new HashSet<>();
    private final List<CheckedClaim> claims = new ArrayList<>();
    private int kept;
    private int dropped;

    /// @param shown numbers of the turns that the LLM was shown
    private CheckEvidence(Conversation conversation, LabellingRequest request, Set<Integer> shown, WeighNames names) {
        this.conversation = conversation;
        this.request = request;
        this.shown = shown;
        this.names = names;
        this.candidates = names.candidates();
    }

    /// The part of a verdict that is supported.
    ///
    /// @param kept number of cited turns that count
    /// @param dropped number of cited turns that do not count
    /// @param claims every claim of the LLM, kept or dropped
    public record Checked(Verdict verdict, int kept, int dropped, List<CheckedClaim> claims) {
        /// The whole verdict, unchecked.
        public static Checked unchecked(Verdict said) {
            var cited = said.labels().stream().mapToInt(label -> label.evidence().size()).sum();
            return new Checked(said, cited, 0, List.of());
        }

        /// The claims of the LLM that are dropped.
        public List<CheckedClaim> unsupported() {
            return claims.stream().filter(claim -> !claim.isKept() && claim.isOfTheLlm()).toList();
        }
    }

    /// @param shown numbers of the turns that the LLM was shown
    /// @param withheld numbers of the turns that give instructions to the LLM: nothing in them speaks for a name
    public static Checked check(Verdict said, Conversation conversation, LabellingRequest request, Set<Integer> shown,
            Set<Integer> withheld) {
        var names = Stream.concat(request.roster().stream(),
                said.labels().stream().map(Label::name).filter(Objects::nonNull))
                .distinct()
                .toList();
        return new CheckEvidence(conversation, request, shown, WeighNames.in(conversation, names, withheld))
                .check(said);
    }

    private Checked check(Verdict said) {
        var repeats = RepeatedSpeech.in(conversation);
        repeats.forEach(repeated::addAll);
        var labels = withoutSharedNames(said.labels()
                .stream()
                .map(label -> check(label, said.setting()))
                .map(this::withDeclaredRole)
                .map(this::withCertainName)
                .toList());
        var same = Stream.concat(repeats.stream().map(this::samePerson),
                said.samePerson().stream().filter(this::isSupported))
                .distinct()
                .toList();
        var verdict = new Verdict(said.setting(), labels, same,
                said.severalPeople().stream().filter(this::isSupported).toList());
        return new Checked(verdict, kept, dropped, List.copyOf(claims));
    }

    /// The caller's role wins over the LLM's. Of several speakers in one channel it is the main speaker's.
    private Label withDeclaredRole(Label label) {
        var declared = request.roleOf(label.speaker().channel());
        if (declared.isEmpty()) {
            return label;
        }
        var isKept = isMainSpeaker(label.speaker()) && !repeated.contains(label.speaker());
        var role = isKept ? declared.get() : RoleSet.UNKNOWN;
        claims.add(new CheckedClaim(label.speaker(), Kind.DECLARED_ROLE, declared.get(), List.of(), null,
                isKept ? null : Reason.ROLE_OF_ANOTHER_IN_THE_CHANNEL));
        return new Label(label.speaker(), role, label.name(), label.rosterEntry(),
                isKept ? 1 : label.confidence(), label.evidence());
    }

    private boolean isMainSpeaker(Speaker speaker) {
        return conversation.speakers()
                .stream()
                .filter(other -> other.channel() == speaker.channel())
                .max(Comparator.comparingInt(this::length).thenComparing(Comparator.<Speaker>naturalOrder().reversed()))
                .filter(speaker::equals)
                .isPresent();
    }

    private int length(Speaker speaker) {
        return conversation.turns()
                .stream()
                .filter(turn -> turn.speaker().equals(speaker))
                .mapToInt(turn -> turn.text().length())
                .sum();
    }

    private Label withCertainName(Label label) {
        if (label.name() != null || repeated.contains(label.speaker())) {
            return label;
        }
        return candidates.stream()
                .filter(it -> it.speaker().equals(label.speaker()) && WeighNames.isCertain(it.claim()))
                .max(Comparator.comparingDouble(it -> it.claim().weight()))
                .map(it -> withName(label, it))
                .orElse(label);
    }

    private Label withName(Label label, Candidate heard) {
        var turns = heard.claim().turns();
        claims.add(
                new CheckedClaim(label.speaker(), Kind.HEARD_NAME, heard.name(), turns, heard.claim().weight(), null));
        return new Label(label.speaker(), label.role(), heard.name(), entryOf(heard.name()),
                label.isKnown() ? label.confidence() : heard.claim().weight(),
                Stream.concat(label.evidence().stream(), turns.stream()).distinct().sorted().toList());
    }

    /// The only entry of the roster that the name can be; null if there is none.
    private @Nullable String entryOf(String name) {
        return request.roster().stream().filter(entry -> isEntry(entry, name)).findFirst().orElse(null);
    }

    private SamePerson samePerson(List<Speaker> speakers) {
        return new SamePerson(speakers, speakers.stream()
                .flatMap(speaker -> conversation.turns().stream().filter(turn -> turn.speaker().equals(speaker))
                        .limit(1))
                .map(Turn::number)
                .toList());
    }

    private Label check(Label label, @Nullable String setting) {
        var speaker = label.speaker();
        var evidence = label.evidence().stream().distinct().filter(turn -> concerns(turn, speaker)).toList();
        kept += evidence.size();
        dropped += label.evidence().size() - evidence.size();
        var role = label.isKnown() && keep(label, Kind.ROLE, label.role(), null, role(label, setting, evidence))
                ? label.role()
                : RoleSet.UNKNOWN;
        var name = name(label);
        var entry = label.rosterEntry() != null && keep(label, Kind.ROSTER_ENTRY, label.rosterEntry(), null,
                isEntry(label.rosterEntry(), name.value()) ? null : Reason.ROSTER_ENTRY_NOT_CLEAR)
                        ? label.rosterEntry()
                        : null;
        return role.equals(RoleSet.UNKNOWN) && name.value() == null
                ? Label.unknown(speaker)
                : new Label(speaker, role, name.value(), entry, label.confidence(),
                        Stream.concat(evidence.stream(), name.turns().stream()).distinct().sorted().toList());
    }

    /// Records a claim.
    ///
    /// @return whether it is kept
    private boolean keep(Label label, Kind kind, String value, @Nullable Double weight, @Nullable Reason reason) {
        claims.add(new CheckedClaim(label.speaker(), kind, value, label.evidence(), weight, reason));
        return reason == null;
    }

    private boolean concerns(int number, Speaker speaker) {
        return shown.contains(number)
                && (isBy(number, speaker) || isBy(number - 1, speaker) || isBy(number + 1, speaker));
    }

    private boolean isBy(int number, Speaker speaker) {
        return number >= 1 && number <= conversation.turns().size() && turn(number).speaker().equals(speaker);
    }

    /// @return what is wrong with the role; null if nothing is
    private @Nullable Reason role(Label label, @Nullable String setting, List<Integer> evidence) {
        if (!request.allows(setting, label.role())) {
            return Reason.ROLE_OUTSIDE_SETTING;
        }
        if (repeated.contains(label.speaker())) {
            return Reason.ROLE_OF_REPEATED_SPEECH;
        }
        var isOwn = evidence.stream().anyMatch(turn -> isBy(turn, label.speaker()))
                && label.evidence().stream().filter(shown::contains)
                        .allMatch(turn -> mayShowARole(turn, label.speaker()));
        return isOwn ? null : Reason.ROLE_NOT_SHOWN;
    }

    /// A turn by another speaker is allowed only if it addresses a participant. A turn that only speaks about the
    /// speaker invalidates the evidence.
    private boolean mayShowARole(int number, Speaker speaker) {
        return isBy(number, speaker)
                || (concerns(number, speaker) && NameCues.addressesAParticipant(turn(number).text()));
    }

    /// A name that is believed, with the turns that speak for it.
    private record Believed(@Nullable String value, List<Integer> turns) {
        private static final Believed NOTHING = new Believed(null, List.of());
    }

    private Believed name(Label label) {
        if (label.name() == null) {
            return Believed.NOTHING;
        }
        var claim = names.claim(label.name(), label.speaker());
        var reason = switch (claim.objection()) {
            case NOT_A_NAME -> Reason.NAME_NOT_A_NAME;
            case NOT_SAID -> Reason.NAME_NOT_SAID;
            case INTRODUCED_BY_ANOTHER_NAME -> Reason.NAME_CONTRADICTED;
            case NONE -> claim.weight() < WeighNames.believed() || repeated.contains(label.speaker())
                    ? Reason.NAME_NOT_CLEAR
                    : null;
        };
        return keep(label, Kind.NAME, label.name(), claim.weight(), reason)
                ? new Believed(label.name(), claim.turns())
                : Believed.NOTHING;
    }

    /// One name, one person: of two speakers with one name, it is not known whose it is.
    private List<Label> withoutSharedNames(List<Label> labels) {
        return labels.stream().map(label -> isShared(label, labels) ? withoutName(label) : label).toList();
    }

    private static boolean isShared(Label label, List<Label> labels) {
        return labels.stream().anyMatch(other -> !other.speaker().equals(label.speaker()) && isAlike(label, other));
    }

    private static boolean isAlike(Label one, Label other) {
        return one.name() != null && other.name() != null
                && SpokenName.of(one.name()).isAlike(SpokenName.of(other.name()));
    }

    private Label withoutName(Label label) {
        claims.replaceAll(claim -> claim.speaker().equals(label.speaker()) && claim.value().equals(label.name())
                ? new CheckedClaim(claim.speaker(), claim.kind(), claim.value(), claim.turns(), claim.weight(),
                        Reason.NAME_OF_TWO)
                : claim);
        return label.isKnown()
                ? new Label(label.speaker(), label.role(), null, null, label.confidence(), label.evidence())
                : Label.unknown(label.speaker());
    }

    private boolean isEntry(String entry, @Nullable String name) {
        return name != null && request.roster().contains(entry) && request.roster()
                .stream()
                .filter(one -> SpokenName.of(one).isAlike(SpokenName.of(name)))
                .toList()
                .equals(List.of(entry));
    }

    private boolean isSupported(SamePerson same) {
        if (same.speakers().isEmpty()) {
            return false;
        }
        var isSupported = same.speakers().size() > 1
                && same.speakers().stream().allMatch(speaker -> ownAmong(same.evidence(), speaker) > 0);
        claims.add(new CheckedClaim(same.speakers().getFirst(), Kind.SAME_PERSON,
                same.speakers().stream().skip(1).map(Speaker::key).collect(joining(", ")), same.evidence(), null,
                isSupported ? null : Reason.SAME_PERSON_NOT_SHOWN));
        return isSupported;
    }

    private boolean isSupported(SeveralPeople several) {
        var isSupported = ownAmong(several.evidence(), several.speaker()) > 1;
        claims.add(new CheckedClaim(several.speaker(), Kind.SEVERAL_PEOPLE, several.speaker().key(), several.evidence(),
                null, isSupported ? null : Reason.SEVERAL_PEOPLE_NOT_SHOWN));
        return isSupported;
    }

    private long ownAmong(List<Integer> evidence, Speaker speaker) {
        return evidence.stream().distinct().filter(shown::contains).filter(turn -> isBy(turn, speaker)).count();
    }

    private Turn turn(int number) {
        return conversation.turns().get(number - 1);
    }
}
