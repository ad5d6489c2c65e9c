package dev.rolecall.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.rolecall.classifier.names.weighing.MentionWeights;
import dev.rolecall.classifier.names.weighing.NameAttributions;

/// A name that could be claimed for a speaker, with the signs for it.
///
/// @param speaker index of the speaker
@SuppressWarnings("ArrayRecordComponent")
record NameClaim(NamedCall call, int speaker, Kind kind, double[] signs) {

    /// Whose name it is.
    enum Kind {
        RIGHT, PARTICIPANT, ABSENT,
        /// A word that is written like a name, and is of no known person.
        STRANGER
    }

    /// Every name that could be claimed in a call, for each speaker whose true name is known.
    static List<NameClaim> in(NamedCall call, MentionWeights weights) {
        var names = new NameAttributions(call.speech(), weights, known(call));
        var claims = new ArrayList<NameClaim>();
        for (var speaker = 0; speaker < call.people().size(); speaker++) {
            if (call.people().get(speaker).isKnown()) {
                of(call, names, speaker, claims);
            }
        }
        return claims;
    }

    /// The names of participants and of absent people.
    static List<Set<String>> known(NamedCall call) {
        return Stream.concat(call.people().stream().map(NamedCall.Person::words), call.absent().stream()).toList();
    }

    private static void of(NamedCall call, NameAttributions names, int speaker, List<NameClaim> claims) {
        for (var other = 0; other < call.people().size(); other++) {
            if (call.people().get(other).isSaid()) {
                add(call, names, speaker, call.people().get(other).words(),
                        other == speaker ? Kind.RIGHT : Kind.PARTICIPANT, claims);
            }
        }
        call.absent().forEach(name -> add(call, names, speaker, name, Kind.ABSENT, claims));
        names.persons()
                .stream()
                .filter(name -> known(call).stream().allMatch(known -> Collections.disjoint(known, name)))
                .forEach(name -> add(call, names, speaker, name, Kind.STRANGER, claims));
    }

    private static void add(NamedCall call, NameAttributions names, int speaker, Set<String> name, Kind kind,
            List<NameClaim> claims) {
        var words = new HashSet<>(name);
        if (kind != Kind.RIGHT) {
            words.removeAll(call.people().get(speaker).words());
        }
        var signs = words.isEmpty() ? new double[0] : names.signs(words, speaker);
        if (signs.length > 0) {
            claims.add(new NameClaim(call, speaker, kind, signs));
        }
    }
}
