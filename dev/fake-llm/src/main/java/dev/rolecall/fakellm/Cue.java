package dev.rolecall.fakellm;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.List;
import java.util.regex.Pattern;

/// A phrase that indicates a role: of the speaker who says it, or of the person who is addressed.
///
/// @param toOther whether the phrase addresses the other person: it indicates the role of the previous or next speaker
record Cue(String role, Pattern phrase, boolean toOther) {

    static final List<Cue> ALL = List.of(
            says("agent", "thank you for calling|thanks for calling|how (can|may) i help|how can i assist"),
            says("agent",
                    "let me (pull|look) (that |it |this )?up|can i (get|have) your (order|account|customer) number"),
            says("agent",
                    "anything else i can (help|do)|i('ve| have) (issued|processed|refunded|sent you)|your account"),
            says("customer",
                    "i('m| am) calling (about|because)|my (order|bill|invoice|account|router|delivery|package)"),
            says("customer",
                    "i('d| would) like to (cancel|return|complain)|i was charged|still (hasn't|has not) arrived"),
            says("doctor", "what brings you in|how long have you (had|been)|any allergies|on a scale (of|from)"),
            says("doctor",
                    "i('m| am) (going to|gonna) prescribe|let me (examine|listen|take a look)|take a deep breath"),
            says("doctor",
                    "i('m| am) (dr|doctor)\\b|this is (dr|doctor)\\b|your (symptoms|blood pressure|test results)"),
            says("patient",
                    "it hurts|i('ve| have) been (having|feeling|coughing)|i('ve| have) had (a|this|these|some)"),
            says("patient", "my (chest|knee|back|head|stomach|throat|cough|pain|medication)"),
            hears("doctor", "\\b(thank you|thanks|yes|no|okay|hi|hello|well),? (doctor|doc|dr)\\b"),
            says("companion", "my (husband|wife|son|daughter|mother|father|mom|dad) (has|is|was|can't|cannot)"),
            says("interviewer", "tell me about (yourself|a time)|walk me through|why do you want|what interests you"),
            says("interviewer", "thanks for coming in|where do you see yourself|do you have any questions for (me|us)"),
            says("candidate",
                    "in my (previous|last|current) (role|job|position)|i (worked|led|built|managed|studied)\\b"),
            says("candidate", "my (experience|background|strength|team)|i('d| would) love to (join|work)"),
            says("host", "welcome (back )?to (the|our|another|this)|(my|our) guest|joining (me|us) (today|now)"),
            says("guest", "(thanks|thank you) for having me|(glad|happy|great) to be (here|on)"));

    private static Cue says(String role, String phrase) {
        return new Cue(role, Pattern.compile("\\b(" + phrase + ")", CASE_INSENSITIVE), false);
    }

    private static Cue hears(String role, String phrase) {
        return new Cue(role, Pattern.compile(phrase, CASE_INSENSITIVE), true);
    }
}
