package dev.rolecall.classifier.evidence;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.evidence.CheckedClaim.Kind;
import dev.rolecall.classifier.evidence.CheckedClaim.Reason;
import dev.rolecall.classifier.evidence.Verdict.SamePerson;
import dev.rolecall.classifier.evidence.Verdict.SeveralPeople;
import dev.rolecall.classifier.names.weighing.WeighNames;
import dev.rolecall.classifier.names.weighing.WeighNames.Candidate;
import dev.rolecall.classifier.roles.LabellingRequest;
import dev.rolecall.classifier.roles.RoleSet;
import org.jspecify.annotations.Nullable;

/// Reduces a verdict to what the conversation supports: a wrong name is worse than none. Adds what needs no LLM: roles that
/// the caller declares, and names by which speakers introduce themselves. See [CheckRoles] and [CheckNames].
///
/// A claim that fails becomes unknown. Every claim is returned with what became of it.
public final class CheckEvidence {
    private final Conversation conversation;
    private final LabellingRequest request;
    private final CitedTurns turns;
    private final CheckRoles roles;
    private final CheckNames names;
    private final List<List<Speaker>> repeats;
    private final List<CheckedClaim> claims = new ArrayList<>();
    private int kept;
    private int dropped;

    private CheckEvidence(Conversation conversation, LabellingRequest request, WeighNames names, Set<Integer> shown) {
        this.conversation = conversation;
        this.request = request;
        this.turns = new CitedTurns(conversation, shown);
        this.repeats = RepeatedSpeech.in(conversation);
        var repeated = new HashSet<Speaker>();
        repeats.forEach(repeated::addAll);
        this.roles = new CheckRoles(conversation, request, turns, repeated);
        this.names = new CheckNames(names, request, repeated);
    }

    /// The part of a verdict that is supported.
    ///
    /// @param kept number of cited turns that count
    /// @param dropped number of cited turns that do not count
    /// @param claims every claim, kept or dropped
    public record Checked(Verdict verdict, int kept, int dropped, List<CheckedClaim> claims) {
        /// The whole verdict, unchecked.
        public static Checked unchecked(Verdict said) {
            var cited = said.labels().stream().mapToInt(label -> label.evidence().size()).sum();
            return new Checked(said, cited, 0, List.of());
        }

        /// The claims of the LLM that are dropped, and about which it can be asked again.
        public List<CheckedClaim> unsupported() {
            return claims.stream()
                    .filter(claim -> !claim.isKept() && claim.isOfTheLlm() && claim.reason() != Reason.ROLE_DECLARED)
                    .toList();
        }
    }

    /// @param names of the conversation, weighed
    /// @param shown numbers of the turns that the LLM was shown
    public static Checked check(Verdict said, Conversation conversation, LabellingRequest request, WeighNames names,
            Set<Integer> shown) {
        var claimed = said.labels().stream().map(Label::name).filter(Objects::nonNull).toList();
        return new CheckEvidence(conversation, request, names.with(claimed), shown).check(said);
    }

    /// What is known without an LLM, if nothing is left that it could add: the caller declares all roles, and each speaker
    /// either introduces themselves or is not named so that a name would be believed.
    public static Optional<Checked> withoutLlm(Conversation conversation, LabellingRequest request, WeighNames names) {
        var check = new CheckEvidence(conversation, request, names, Set.of());
        return !request.mustFindSetting() && conversation.speakers().stream().allMatch(check::isNothingLeftToAsk)
                ? Optional.of(check.check(Verdict.ofNothing(conversation, request)))
                : Optional.empty();
    }

    private boolean isNothingLeftToAsk(Speaker speaker) {
        return request.roleOf(speaker.channel()).isPresent()
                && (!names.heard(speaker).isEmpty() || !names.mayBeNamed(speaker));
    }

    private Checked check(Verdict said) {
        var several = new ArrayList<>(said.severalPeople().stream().filter(this::isSupported).toList());
        conversation.speakers()
                .stream()
                .filter(speaker -> several.stream().noneMatch(it -> it.speaker().equals(speaker)))
                .forEach(speaker -> severalNames(speaker).ifPresent(several::add));
        var same = Stream.concat(repeats.stream().map(this::samePerson),
                said.samePerson().stream().filter(this::isSupported))
                .distinct()
                .toList();
        var labels = said.labels()
                .stream()
                .map(label -> check(label, said.setting()))
                .map(this::withDeclaredRole)
                .map(this::withHeardName)
                .toList();
        labels = without(labels, Kind.ROLE, roles.contradicted(labels), Reason.ROLE_CONTRADICTED);
        labels = without(labels, Kind.ROLE, notOnePerson(labels, same, several), Reason.ROLE_OF_SEVERAL_PEOPLE);
        labels = without(labels, Kind.NAME, CheckNames.withSharedNames(labels), Reason.NAME_OF_TWO);
        return new Checked(new Verdict(said.setting(), labels, same, several), kept, dropped, List.copyOf(claims));
    }

    private Label check(Label label, @Nullable String setting) {
        var speaker = label.speaker();
        var evidence = turns.concerning(speaker, label.evidence());
        kept += evidence.size();
        dropped += label.evidence().size() - evidence.size();
        var role = label.isKnown() && keep(label, Kind.ROLE, label.role(), null,
                request.roleOf(speaker.channel()).isPresent()
                        ? Reason.ROLE_DECLARED
                        : roles.ofTheLlm(label, setting))
                                ? label.role()
                                : RoleSet.UNKNOWN;
        var name = name(label);
        var entry = label.rosterEntry() != null && keep(label, Kind.ROSTER_ENTRY, label.rosterEntry(), null,
                names.rosterEntry(name.value()).filter(label.rosterEntry()::equals).isPresent()
                        ? null
                        : Reason.ROSTER_ENTRY_NOT_CLEAR)
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

    /// A name that is believed, with the turns that speak for it.
    private record Believed(@Nullable String value, List<Integer> turns) {
        private static final Believed NOTHING = new Believed(null, List.of());
    }

    private Believed name(Label label) {
        if (label.name() == null) {
            return Believed.NOTHING;
        }
        var claim = names.weigh(label.name(), label.speaker());
        return keep(label, Kind.NAME, label.name(), claim.weight(), names.ofTheLlm(claim, label.speaker()))
                ? new Believed(label.name(), claim.turns())
                : Believed.NOTHING;
    }

    /// The caller's role wins over the LLM's.
    private Label withDeclaredRole(Label label) {
        var declared = request.roleOf(label.speaker().channel());
        if (declared.isEmpty()) {
            return label;
        }
        var reason = roles.declared(label.speaker());
        claims.add(new CheckedClaim(label.speaker(), Kind.DECLARED_ROLE, declared.get(), List.of(), null, reason));
        return reason == null
                ? new Label(label.speaker(), declared.get(), label.name(), label.rosterEntry(), 1, label.evidence())
                : label.withoutRole();
    }

    private Label withHeardName(Label label) {
        var heard = names.heard(label.speaker());
        return label.name() != null || heard.isEmpty() ? label : withName(label, heard.getFirst());
    }

    private Label withName(Label label, Candidate heard) {
        var weight = heard.claim().weight();
        claims.add(
                new CheckedClaim(label.speaker(), Kind.HEARD_NAME, heard.name(), heard.claim().turns(), weight, null));
        return new Label(label.speaker(), label.role(), heard.name(), names.rosterEntry(heard.name()).orElse(null),
                label.isKnown() ? label.confidence() : weight,
                Stream.concat(label.evidence().stream(), heard.claim().turns().stream()).distinct().sorted().toList());
    }

    /// One label that is two people: it introduces itself by two names.
    private Optional<SeveralPeople> severalNames(Speaker speaker) {
        var introductions = names.introductionsByTwoNames(speaker);
        return introductions.isEmpty() ? Optional.empty() : Optional.of(new SeveralPeople(speaker, introductions));
    }

    /// Speakers whose label is several people, or who are one person under labels with different roles.
    private static Set<Speaker> notOnePerson(List<Label> labels, List<SamePerson> same, List<SeveralPeople> several) {
        var found = new HashSet<Speaker>();
        several.forEach(it -> found.add(it.speaker()));
        for (var person : same) {
            var theirs = labels.stream().filter(label -> person.speakers().contains(label.speaker())).toList();
            if (theirs.stream().filter(Label::isKnown).map(Label::role).distinct().count() > 1) {
                found.addAll(person.speakers());
            }
        }
        return found;
    }

    private List<Label> without(List<Label> labels, Kind kind, Set<Speaker> speakers, Reason reason) {
        return labels.stream()
                .map(label -> speakers.contains(label.speaker()) ? without(label, kind, reason) : label)
                .toList();
    }

    /// Takes a role or name back that was kept.
    private Label without(Label label, Kind kind, Reason reason) {
        claims.replaceAll(claim -> claim.speaker().equals(label.speaker()) && claim.isKept() && claim.isAbout(kind)
                ? claim.dropped(reason)
                : claim);
        return kind == Kind.ROLE ? label.withoutRole() : label.withoutName();
    }

    private SamePerson samePerson(List<Speaker> speakers) {
        return new SamePerson(speakers, speakers.stream()
                .flatMap(speaker -> conversation.turns().stream().filter(turn -> turn.speaker().equals(speaker))
                        .limit(1))
                .map(Turn::number)
                .toList());
    }

    private boolean isSupported(SamePerson same) {
        if (same.speakers().isEmpty()) {
            return false;
        }
        var isSupported = same.speakers().size() > 1
                && same.speakers().stream().allMatch(speaker -> turns.by(speaker, same.evidence()) > 0);
        claims.add(new CheckedClaim(same.speakers().getFirst(), Kind.SAME_PERSON,
                same.speakers().stream().skip(1).map(Speaker::key).collect(joining(", ")), same.evidence(), null,
                isSupported ? null : Reason.SAME_PERSON_NOT_SHOWN));
        return isSupported;
    }

    private boolean isSupported(SeveralPeople several) {
        var isSupported = turns.by(several.speaker(), several.evidence()) > 1;
        claims.add(new CheckedClaim(several.speaker(), Kind.SEVERAL_PEOPLE, several.speaker().key(), several.evidence(),
                null, isSupported ? null : Reason.SEVERAL_PEOPLE_NOT_SHOWN));
        return isSupported;
    }
}
