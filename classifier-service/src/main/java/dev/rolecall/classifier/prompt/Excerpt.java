package dev.rolecall.classifier.prompt;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rolecall.classifier.conversation.Conversation;
import dev.rolecall.classifier.conversation.Speaker;
import dev.rolecall.classifier.conversation.Turn;
import dev.rolecall.classifier.names.NameCues;
import dev.rolecall.classifier.names.Phrases;
import dev.rolecall.classifier.names.SpokenName;
import dev.rolecall.classifier.roles.LabellingRequest;

/// As much of a conversation as a budget of tokens allows, chosen for what shows who is who: how everybody begins, who
/// introduces or addresses whom, how it ends, and a sample of what each says, spread over the time.
///
/// Every speaker is shown. A turn is shown in pieces of a few sentences, in its own words, with "…" for what is left out.
///
/// @param turns numbers of the turns that are shown, wholly or in part
/// @param withheld numbers of the turns that are not, because they speak to the labeller
/// @param text a turn a line: `[12] 0:1: What was said.`
public record Excerpt(Set<Integer> turns, Set<Integer> withheld, String text) {
    /// Of the budget, for what names people, and for what shows what they do; the rest is for how everybody sounds.
    private static final double FOR_NAMES = 0.2;
    private static final double FOR_ROLES = 0.7;
    private static final Phrases SHOW_A_ROLE = Phrases.of("(?![\\p{L}\\p{N}])", "roles-show");
    private static final int LONGEST_PIECE = 120;
    /// In tokens, with what stands before it.
    private static final int SHORTEST_PIECE = 8;
    private static final int OPENING = 4;
    private static final int ENDING = 4;
    private static final String GAP = " … ";

    public static Excerpt of(Conversation conversation, LabellingRequest request, int budget, boolean withholds) {
        var withheld = withholds ? withheld(conversation) : Set.<Integer>of();
        var longest = longestPiece(budget, Math.max(1, conversation.speakers().size()));
        var pieces = conversation.turns()
                .stream()
                .filter(turn -> !withheld.contains(turn.number()))
                .flatMap(turn -> Snippet.of(turn, longest).stream())
                .toList();
        var chosen = new Choice(pieces, request, budget).make();
        var turns = chosen.stream().map(piece -> piece.turn().number()).collect(Collectors.toCollection(TreeSet::new));
        return new Excerpt(turns, withheld, text(chosen));
    }

    /// In characters, four of which are about a token: a spoken sentence or two, or less where the beginnings of so
    /// many speakers would take up half of the budget.
    private static int longestPiece(int budget, int speakers) {
        return Math.clamp(2L * budget / speakers, 40, LONGEST_PIECE);
    }

    private static Set<Integer> withheld(Conversation conversation) {
        return conversation.turns()
                .stream()
                .filter(turn -> PromptInjection.isIn(turn.text()))
                .map(Turn::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(SortedSet<Snippet> chosen) {
        var byTurn = new TreeMap<Integer, List<Snippet>>();
        chosen.forEach(piece -> byTurn.computeIfAbsent(piece.turn().number(), _ -> new ArrayList<>()).add(piece));
        return byTurn.values().stream().map(Excerpt::line).collect(joining("\n"));
    }

    private static String line(List<Snippet> pieces) {
        var line = new StringBuilder(pieces.getFirst().head());
        var next = 0;
        for (var piece : pieces) {
            line.append(piece.index() == next ? (next == 0 ? "" : " ") : GAP).append(piece.text());
            next = piece.index() + 1;
        }
        return line.append(pieces.getLast().isLast() ? "" : GAP.stripTrailing()).toString();
    }

    /// What is taken, in the order of its worth, until the budget is used up.
    private static final class Choice {
        private final List<Snippet> pieces;
        private final SortedMap<Speaker, List<Snippet>> bySpeaker = new TreeMap<>();
        private final List<SpokenName> roster;
        private final SortedSet<Snippet> taken = new TreeSet<>();
        private final int budget;
        private int used;

        private Choice(List<Snippet> pieces, LabellingRequest request, int budget) {
            this.pieces = pieces;
            this.roster = SpokenName.anyOf(request.roster());
            this.budget = budget;
            pieces.forEach(piece -> bySpeaker.computeIfAbsent(piece.turn().speaker(), _ -> new ArrayList<>())
                    .add(piece));
        }

        private SortedSet<Snippet> make() {
            // whatever the budget says: nobody is left out
            bySpeaker.values().forEach(own -> force(own.getFirst()));
            take(pieces.stream().filter(piece -> piece.turn().number() <= OPENING), budget / 3);
            take(pieces.reversed().stream().limit(ENDING), budget);
            take(pieces.stream().filter(this::namesSomebody), used + (int) (budget * FOR_NAMES));
            take(samples(piece -> SHOW_A_ROLE.isIn(piece.text())),
                    used + (int) (budget * FOR_ROLES));
            take(samples(_ -> true), budget);
            return taken;
        }

        private boolean namesSomebody(Snippet piece) {
            return NameCues.isLikelyIn(piece.text())
                    || roster.stream().anyMatch(name -> !name.places(piece.text()).isEmpty());
        }

        /// In turns a piece of each speaker; of one speaker, always the piece in the middle of the widest gap.
        private Stream<Snippet> samples(Predicate<Snippet> which) {
            var orders = bySpeaker.values().stream().map(own -> spread(own.stream().filter(which).toList())).toList();
            var longest = orders.stream().mapToInt(List::size).max().orElse(0);
            return IntStream.range(0, longest)
                    .boxed()
                    .flatMap(i -> orders.stream().filter(order -> i < order.size()).map(order -> order.get(i)));
        }

        /// In the order of van der Corput's sequence: wherever it is cut, what is before the cut is spread evenly.
        private static List<Snippet> spread(List<Snippet> pieces) {
            var bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, pieces.size() - 1));
            return IntStream.range(0, 1 << bits)
                    .map(i -> Integer.reverse(i) >>> (32 - bits))
                    .filter(i -> i < pieces.size())
                    .mapToObj(pieces::get)
                    .toList();
        }

        private void take(Stream<Snippet> wanted, int upTo) {
            wanted.takeWhile(_ -> used + SHORTEST_PIECE <= upTo).forEach(piece -> takeIfItFits(piece, upTo));
        }

        private void takeIfItFits(Snippet piece, int upTo) {
            if (!taken.contains(piece)) {
                if (used + piece.tokens() <= Math.min(upTo, budget)) {
                    force(piece);
                }
            }
        }

        private void force(Snippet piece) {
            taken.add(piece);
            used += piece.tokens();
        }
    }
}
