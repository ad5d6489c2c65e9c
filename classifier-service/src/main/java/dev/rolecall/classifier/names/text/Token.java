package dev.rolecall.classifier.names.text;

/// A word of a turn. In scripts without blanks, every character is a word.
///
/// @param start offset in the turn's text, in characters
/// @param end offset behind the word and before a possessive "'s"
/// @param word in lower case and without accents, with its "'s": "it's", "name's"
/// @param base the same without "'s", to be compared with names
/// @param isCapital whether it is written like a name: "Mark", not "mark" or "NATO"
/// @param before what stands between this word and the one before it
public record Token(int start, int end, String word, String base, boolean isCapital, Gap before) {

    /// What stands between two words, or at an end of the text.
    public enum Gap {
        /// Nothing that separates them.
        NONE, COMMA,
        /// A dash, colon, semicolon, quotation mark or parenthesis.
        BREAK,
        /// The end of a statement, or of the text.
        STOP,
        /// The end of a question.
        QUESTION;

        public boolean endsASentence() {
            return this == STOP || this == QUESTION;
        }
    }

    public boolean isPossessive() {
        return word.length() > base.length();
    }
}
