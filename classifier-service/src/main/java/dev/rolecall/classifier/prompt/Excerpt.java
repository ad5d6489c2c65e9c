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
import dev.rolecall.classifier.names.NameCues;
import dev.rolecall.classifier.names.Phrases;
import dev.rolecall.classifier.names.text.Tokens;
import dev.rolecall.classifier.names.weighing.WeighNames.NamingTurn;

/// As much of a conversation as a token budget allows, chosen to show who is who: how each speaker begins, which turns
/// introduce or address a person, how the conversation ends, and evenly spaced samples of each speaker.
///
/// Every speaker is shown. A turn is shown as snippets of a few sentences in the original words, with "…" for omitted
/// text.
///
/// @param turns numbers of the turns that are shown, wholly or in part
/// @param withheld numbers of the turns that are not shown because they give instructions to the LLM
/// @param text one turn per line: `[12] 0:1: The words of the turn.`
public record Excerpt(Set<Integer> turns, Set<Integer> withheld, String text) {
    /// Shares of the token budget: turns that name people, more of it the more people are named; 70 % of what is left are
    /// role cues, the rest evenly spaced samples.
    private static final double FOR_NAMES = 0.1;
    private static final double FOR_EACH_NAME = 0.03;
    private static final double AT_MOST_FOR_NAMES = 0.4;
    private static final double FOR_ROLES = 0.7;
    private static final Phrases SHOW_A_ROLE = Phrases.of("(?![\\p{L}\\p{N}])", "roles-show");
    private static final int MAX_SNIPPET = 120;
    /// In tokens, with its prefix.
    private static final int MIN_SNIPPET_TOKENS = 8;
    private static final int OPENING = 4;
    private static final int ENDING = 4;
    private static final String GAP = " … ";

    /// @param naming where people are named, the most telling turns first
    /// @param withheld numbers of turns that are not to be shown
    public static Excerpt of(Conversation conversation, List<NamingTurn> naming, int budget, Set<Integer> withheld) {
        var longest = maxSnippet(budget, Math.max(1, conversation.speakers().size()));
        var snippets = conversation.turns()
                .stream()
                .filter(turn -> !withheld.contains(turn.number()))
                .flatMap(turn -> Snippet.of(turn, longest).stream())
                .toList();
        var chosen = new Choice(snippets, naming, budget).make();
        var turns = chosen.stream().map(snippet -> snippet.turn().number())
                .collect(Collectors.toCollection(TreeSet::new));
        return new Excerpt(turns, withheld, text(chosen));
    }

    /// In characters, four of which are about one token. One or two spoken sentences; less if there are so many
    /// speakers that their first snippets would use half of the budget.
    private static int maxSnippet(int budget, int speakers) {
        return Math.clamp(2L * budget / speakers, 40, MAX_SNIPPET);
    }

    private static String text(SortedSet<Snippet> chosen) {
        var byTurn = new TreeMap<Integer, List<Snippet>>();
        chosen.forEach(snippet -> byTurn.computeIfAbsent(snippet.turn().number(), _ -> new ArrayList<>()).add(snippet));
        return byTurn.values().stream().map(Excerpt::line).collect(joining("\n"));
    }

    private static String line(List<Snippet> snippets) {
        var line = new StringBuilder(snippets.getFirst().head());
        var next = 0;
        for (var snippet : snippets) {
            line.append(snippet.index() == next ? (next == 0 ? "" : " ") : GAP).append(snippet.text());
            next = snippet.index() + 1;
        }
        return line.append(snippets.getLast().isLast() ? "" : GAP.stripTrailing()).toString();
    }

    /// Takes snippets in the order of their value until the budget is used up.
    private static final class Choice {
        private final List<Snippet> snippets;
        private final SortedMap<Speaker, List<Snippet>> bySpeaker = new TreeMap<>();
        private final List<NamingTurn> naming;
        private final SortedSet<Snippet> taken = new TreeSet<>();
        private final int budget;
        private int used;

        private Choice(List<Snippet> snippets, List<NamingTurn> naming, int budget) {
            this.snippets = snippets;
            this.naming = naming;
            this.budget = budget;
            snippets.forEach(snippet -> bySpeaker.computeIfAbsent(snippet.turn().speaker(), _ -> new ArrayList<>())
                    .add(snippet));
        }

        private SortedSet<Snippet> make() {
            // whatever the budget: every speaker is shown
            bySpeaker.values().forEach(own -> force(own.getFirst()));
            take(snippets.stream().filter(snippet -> snippet.turn().number() <= OPENING), budget / 3);
            take(snippets.reversed().stream().limit(ENDING), budget);
            var forNames = used + (int) (budget * shareForNames());
            take(naming(), forNames);
            take(snippets.stream().filter(snippet -> NameCues.probablyNamesAPerson(snippet.text())), forNames);
            take(samples(snippet -> SHOW_A_ROLE.isIn(snippet.text())), used + (int) ((budget - used) * FOR_ROLES));
            take(samples(_ -> true), budget);
            return taken;
        }

        private double shareForNames() {
            var names = naming.stream().map(NamingTurn::words).distinct().count();
            return Math.min(AT_MOST_FOR_NAMES, FOR_NAMES + FOR_EACH_NAME * names);
        }

        private Stream<Snippet> naming() {
            var byTurn = snippets.stream().collect(Collectors.groupingBy(snippet -> snippet.turn().number()));
            return naming.stream()
                    .flatMap(turn -> byTurn.getOrDefault(turn.number(), List.of())
                            .stream()
                            .filter(snippet -> says(snippet, turn.words())));
        }

        private static boolean says(Snippet snippet, Set<String> words) {
            return Tokens.in(snippet.text()).stream().anyMatch(token -> words.contains(token.base()));
        }

        /// Alternates between speakers. For one speaker, the next sample is in the middle of the widest gap.
        private Stream<Snippet> samples(Predicate<Snippet> which) {
            var orders = bySpeaker.values().stream().map(own -> spread(own.stream().filter(which).toList())).toList();
            var longest = orders.stream().mapToInt(List::size).max().orElse(0);
            return IntStream.range(0, longest)
                    .boxed()
                    .flatMap(i -> orders.stream().filter(order -> i < order.size()).map(order -> order.get(i)));
        }

        /// In the order of van der Corput's sequence: every prefix is spread evenly.
        private static List<Snippet> spread(List<Snippet> snippets) {
            var bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, snippets.size() - 1));
            return IntStream.range(0, 1 << bits)
                    .map(i -> Integer.reverse(i) >>> (32 - bits))
                    .filter(i -> i < snippets.size())
                    .mapToObj(snippets::get)
                    .toList();
        }

        private void take(Stream<Snippet> wanted, int upTo) {
            wanted.takeWhile(_ -> used + MIN_SNIPPET_TOKENS <= upTo).forEach(snippet -> takeIfItFits(snippet, upTo));
        }

        private void takeIfItFits(Snippet snippet, int upTo) {
            if (!taken.contains(snippet)) {
                if (used + snippet.tokens() <= Math.min(upTo, budget)) {
                    force(snippet);
                }
            }
        }

        private void force(Snippet snippet) {
            taken.add(snippet);
            used += snippet.tokens();
        }
    }
}
