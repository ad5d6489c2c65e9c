package dev.rolecall.classifier.names.mention;

import java.util.EnumSet;
import java.util.Set;

import dev.rolecall.classifier.names.text.Speech;

/// Everything that is observed about one mention: its own cues, and those of each speaker who may be meant.
///
/// The last candidate is [Relation#ABSENT]: the mention speaks of a person who is not among the speakers.
@SuppressWarnings("EnumOrdinal")
public final class Observation {
    private final Mention mention;
    private final int speaker;
    private final Set<Cue> cues;
    private final Codes codes;
    private final Relation[] relations;
    private final Codes[] speakerCodes;

    private Observation(Mention mention, int speaker, EnumSet<Cue> cues, Relation[] relations, Codes[] speakerCodes) {
        this.mention = mention;
        this.speaker = speaker;
        this.cues = cues;
        this.codes = MentionCues.codes(cues);
        this.relations = relations;
        this.speakerCodes = speakerCodes;
    }

    public static Observation of(Speech speech, Mention mention) {
        var cues = MentionCues.of(speech, mention);
        var candidates = speech.speakers().size() + 1;
        var relations = new Relation[candidates];
        var codes = new Codes[candidates];
        for (var i = 0; i < candidates; i++) {
            relations[i] = i < candidates - 1 ? SpeakerCues.relation(speech, mention.turn(), i) : Relation.ABSENT;
            codes[i] = SpeakerCues.codes(speech, mention.turn(), i, relations[i], cues);
        }
        return new Observation(mention, speech.speakerOf(mention.turn()), cues, relations, codes);
    }

    public Mention mention() {
        return mention;
    }

    /// Index of the speaker who says it; -1 if nobody is known to.
    public int speaker() {
        return speaker;
    }

    public boolean has(Cue cue) {
        return cues.contains(cue);
    }

    /// Whether it is part of quoted speech: "he said, hey Gloria" speaks to nobody here.
    public boolean isQuoted() {
        return cues.contains(Cue.IN_QUOTES) || (cues.contains(Cue.QUOTED)
                && (cues.contains(Cue.GREETING) || cues.contains(Cue.THANKS)));
    }

    /// Number of speakers, and one for a person who is absent.
    public int candidates() {
        return relations.length;
    }

    /// The cues of one candidate, as positions in a table of [Relation] by [Cue#code].
    public void forEach(int candidate, Position position) {
        var row = relations[candidate].ordinal();
        for (var i = 0; i < codes.size(); i++) {
            position.at(row, codes.get(i));
        }
        for (var i = 0; i < speakerCodes[candidate].size(); i++) {
            position.at(row, speakerCodes[candidate].get(i));
        }
    }

    public interface Position {
        /// @param relation ordinal of the relation
        void at(int relation, int code);
    }
}
