package dev.rolecall.learning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rolecall.classifier.names.mention.FindNames;
import dev.rolecall.classifier.names.weighing.MentionWeights;
import dev.rolecall.classifier.names.weighing.NameModel;
import dev.rolecall.classifier.names.weighing.SignWeights;
import dev.rolecall.classifier.names.weighing.WeighedNames;

final class Learn {
    static final List<String> MULTI = List.of("ami", "court", "fomc", "nasa", "podcasts", "calls");
    static double STRENGTH = Double.parseDouble(System.getProperty("l2", "16"));
    static double STRANGER = Double.parseDouble(System.getProperty("stranger", "0.15"));
    static double ABSENT = Double.parseDouble(System.getProperty("absent", "1"));

    record Claim(NamedDialogue dialogue, int speaker, Set<String> words, Kind kind, double[] signs) {}
    enum Kind { RIGHT, PARTICIPANT, ABSENT, STRANGER }

    public static void main(String[] a) throws Exception {
        var absent = new ObjectMapper().readValue(Learn.class.getResourceAsStream("absent-persons.json"),
                new TypeReference<Map<String, List<String>>>() {});
        var dir = Path.of(a[0]);
        var all = new ArrayList<NamedDialogue>();
        for (var f : List.of("ami", "court", "fomc", "nasa", "podcasts", "support", "by-sa/calls")) {
            all.addAll(NamedDialogue.read(dir.resolve(f + ".jsonl"), absent));
        }
        all.addAll(NamedDialogue.sentences(new String(Learn.class.getResourceAsStream("sentences.txt").readAllBytes(), StandardCharsets.UTF_8)));
        var t0 = System.nanoTime();
        all.forEach(d -> examples(d));
        System.out.printf("observe %.2f s%n", (System.nanoTime() - t0) / 1e9);
        var half = halves(all);
        for (var h = 0; h < 2; h++) {
            var hh = h;
            var learn = all.stream().filter(d -> half.get(d.set() + d.series()) == hh && !d.set().equals("calls")).toList();
            var test = all.stream().filter(d -> half.get(d.set() + d.series()) != hh || d.set().equals("calls")).toList();
            var t1 = System.nanoTime();
            var model = train(learn);
            System.out.printf("half %d: train %.1f s%n", h, (System.nanoTime() - t1) / 1e9);
            var claims = test.stream().flatMap(d -> claims(d, model.mentions).stream()).toList();
            for (var T : new double[] {.9, .85, .8, .75, .7, .65, .6, .5}) {
                System.out.printf("T %.2f %s%n", T, measure(test, claims, model.signs, T));
            }
            if (System.getProperty("lost") != null) for (var c : claims) {
                var pr = model.signs.probability(c.signs);
                if (!System.getProperty("lost").contains(c.dialogue.set())) continue;
                if (c.kind == Kind.RIGHT ? pr > .6 : pr < .5 || c.kind == Kind.STRANGER) continue;
                System.out.printf("== %s %s spk %d %s %.2f%n", c.kind, c.dialogue.id(), c.speaker, c.words, pr);
                var names = new WeighedNames(c.dialogue.speech(), model.mentions, known(c.dialogue));
                var at = names.mentionsOf(c.words);
                for (var m : at.subList(0, Math.min(8, at.size()))) {
                    var mm = m.mention().mention(); var tx = c.dialogue.speech().turn(mm.turn()).text(); var tk = c.dialogue.speech().tokens(mm.turn());
                    var b = tk.get(mm.from()).start(); var e = tk.get(mm.to() - 1).end();
                    var best = 0; for (var i = 0; i < m.probabilities().length; i++) if (m.probabilities()[i] > m.probabilities()[best]) best = i;
                    System.out.printf("   t%d by %d me %.2f abs %.2f best %d %.2f  [prev %d next %d] %s<%s>%s%n", mm.turn(), m.mention().speaker(), m.probabilities()[c.speaker], m.probabilities()[m.probabilities().length - 1], best, m.probabilities()[best],
                        c.dialogue.speech().speakerOf(mm.turn() - 1), c.dialogue.speech().speakerOf(mm.turn() + 1),
                        tx.substring(Math.max(0, b - 70), b), tx.substring(b, e), tx.substring(e, Math.min(tx.length(), e + 50)));
                }
            }
            report("half " + h, model, learn, test);
        }
        var own = all.stream().filter(d -> !d.set().equals("calls")).toList();
        var shipped = train(own);
        var limit = threshold(own, shipped, 0.75);
        var certain = threshold(own, shipped, 0);
        java.nio.file.Files.writeString(Path.of(a[1]), new NameModel(java.time.LocalDate.now().toString(), limit, certain, shipped.mentions, shipped.signs).write());
        System.out.printf("== shipped %.2f certain %.2f%n", limit, certain);
        report("shipped", shipped, own, all);
        for (var kind : MULTI) {
            var learn = all.stream().filter(d -> !d.set().equals(kind) && !d.set().equals("calls")).toList();
            var test = all.stream().filter(d -> d.set().equals(kind)).toList();
            report("without " + kind, train(learn), learn, test);
        }
    }
    static double threshold(List<NamedDialogue> learn, Model model, double wrong) {
        var T = 0.2;
        for (; T < 1; T += 0.01) {
            var m = macro(learn, model.oof, model.oofSigns, T);
            if (m[1] <= wrong && m[2] <= wrong && m[4] <= 5) break;
        }
        return T;
    }
    static void report(String what, Model model, List<NamedDialogue> learn, List<NamedDialogue> test) {
        var claims = test.stream().flatMap(d -> claims(d, model.mentions).stream()).toList();
        var T = threshold(learn, model, 0.75);
        System.out.printf("== %s T %.2f %s%n", what, T, measure(test, claims, model.signs, T));
    }

    record Model(MentionWeights mentions, SignWeights signs, List<Claim> oof, SignWeights oofSigns) {}

    static Model train(List<NamedDialogue> learn) {
        var series = new ArrayList<>(learn.stream().map(d -> d.set() + d.series()).distinct().sorted(Comparator.comparing(Learn::hash)).toList());
        var claims = new ArrayList<Claim>();
        for (var fold = 0; fold < 5; fold++) {
            var f = fold;
            var held = new HashSet<String>();
            for (var i = fold; i < series.size(); i += 5) held.add(series.get(i));
            var w = LearnMentions.fit(weighted(learn.stream().filter(d -> !held.contains(d.set() + d.series())).toList()), STRENGTH);
            learn.stream().filter(d -> held.contains(d.set() + d.series())).forEach(d -> claims.addAll(claims(d, w)));
        }
        var signs = LearnSigns.fit(signExamples(claims));
        return new Model(LearnMentions.fit(weighted(learn), STRENGTH), signs, claims, signs);
    }

    static List<LearnSigns.Example> signExamples(List<Claim> claims) {
        var counts = new HashMap<String, Integer>();
        claims.stream().filter(c -> c.kind != Kind.STRANGER).forEach(c -> counts.merge(c.dialogue.set(), 1, Integer::sum));
        return claims.stream().map(c -> new LearnSigns.Example(c.signs, c.kind == Kind.RIGHT,
                Math.sqrt(300.0 / Math.max(60, counts.getOrDefault(c.dialogue.set(), 60))) * (c.kind == Kind.STRANGER ? STRANGER : 1))).toList();
    }

    static List<LearnMentions.Example> weighted(List<NamedDialogue> ds) {
        var counts = new HashMap<String, Integer>();
        ds.forEach(d -> counts.merge(d.set(), (int) examples(d).stream().filter(e -> e.weight() == 1).count(), Integer::sum));
        return ds.stream().flatMap(d -> examples(d).stream().map(e -> new LearnMentions.Example(e.mention(), e.bearer(),
                e.weight() * Math.sqrt(200.0 / Math.max(60, counts.get(d.set())))))).toList();
    }

    static final Map<NamedDialogue, List<LearnMentions.Example>> CACHE = new HashMap<>();
    static List<LearnMentions.Example> examples(NamedDialogue d) {
        return CACHE.computeIfAbsent(d, Learn::observe);
    }
    static List<Set<String>> known(NamedDialogue d) {
        return Stream.concat(d.people().stream().map(NamedDialogue.Person::words), d.absent().stream()).toList();
    }
    static List<LearnMentions.Example> observe(NamedDialogue d) {
        var names = new WeighedNames(d.speech(), MentionWeights.zero(), known(d));
        var out = new ArrayList<LearnMentions.Example>();
        for (var at : names.attributions()) {
            var words = at.mention().mention().words();
            var owners = new ArrayList<Integer>();
            for (var i = 0; i < d.people().size(); i++) if (d.people().get(i).words().containsAll(words)) owners.add(i);
            var touches = d.people().stream().anyMatch(p -> p.words().stream().anyMatch(words::contains));
            var isAbsent = d.absent().stream().anyMatch(p -> p.containsAll(words));
            if (owners.size() == 1) out.add(new LearnMentions.Example(at.mention(), owners.getFirst(), 1));
            else if (!touches && isAbsent) out.add(new LearnMentions.Example(at.mention(), d.people().size(), ABSENT));
            else if (!touches) out.add(new LearnMentions.Example(at.mention(), d.people().size(), STRANGER));
        }
        return out;
    }

    static List<Claim> claims(NamedDialogue d, MentionWeights w) {
        var names = new WeighedNames(d.speech(), w, known(d));
        var out = new ArrayList<Claim>();
        for (var s = 0; s < d.people().size(); s++) {
            var own = d.people().get(s);
            if (!own.isKnown()) continue;
            for (var o = 0; o < d.people().size(); o++) {
                if (d.people().get(o).isSaid()) add(out, names, d, s, d.people().get(o).words(), own, o == s ? Kind.RIGHT : Kind.PARTICIPANT);
            }
            for (var p : d.absent()) add(out, names, d, s, p, own, Kind.ABSENT);
            for (var p : names.persons()) {
                if (d.people().stream().noneMatch(q -> q.words().stream().anyMatch(p::contains)) && d.absent().stream().noneMatch(q -> q.stream().anyMatch(p::contains)))
                    add(out, names, d, s, p, own, Kind.STRANGER);
            }
        }
        return out;
    }
    static void add(List<Claim> out, WeighedNames names, NamedDialogue d, int s, Set<String> words, NamedDialogue.Person own, Kind kind) {
        var w = new HashSet<>(words);
        if (kind != Kind.RIGHT) w.removeAll(own.words());
        if (w.isEmpty()) return;
        var signs = names.signs(w, s);
        if (signs.length > 0) out.add(new Claim(d, s, w, kind, signs));
    }

    static Map<String, double[]> perSet(List<NamedDialogue> test, List<Claim> claims, SignWeights fit, double T) {
        var out = new TreeMap<String, double[]>();
        for (var d : test) {
            var m = out.computeIfAbsent(d.set(), _ -> new double[6]);
            for (var p : d.people()) { if (p.isKnown()) m[0]++; if (p.isSaid()) m[1]++; }
        }
        var seen = new HashSet<String>();
        for (var c : claims) {
            if (fit.probability(c.signs) < T) continue;
            if (seen.add(c.dialogue.id() + c.speaker + c.kind)) out.get(c.dialogue.set())[2 + c.kind.ordinal()]++;
        }
        return out;
    }
    static double[] macro(List<NamedDialogue> test, List<Claim> claims, SignWeights fit, double T) {
        var m = perSet(test, claims, fit, T);
        var r = new double[5]; var n = 0;
        for (var e : m.entrySet()) if (MULTI.contains(e.getKey())) {
            n++; r[0] += 100 * e.getValue()[2] / e.getValue()[1];
            r[4] = Math.max(r[4], 100 * Math.max(e.getValue()[3], e.getValue()[4]) / e.getValue()[0]);
            for (var i = 1; i < 4; i++) r[i] += 100 * e.getValue()[2 + i] / e.getValue()[0];
        }
        for (var i = 0; i < 4; i++) r[i] /= n;
        return r;
    }
    static String measure(List<NamedDialogue> test, List<Claim> claims, SignWeights fit, double T) {
        var r = macro(test, claims, fit, T);
        var s = new StringBuilder("kept %.1f wrong %.1f absent %.1f strangers %.1f |".formatted(r[0], r[1], r[2], r[3]));
        perSet(test, claims, fit, T).forEach((k, v) -> s.append(" %s %.0f/%.1f/%.1f/%.1f".formatted(k, 100 * v[2] / v[1], 100 * v[3] / v[0], 100 * v[4] / v[0], 100 * v[5] / v[0])));
        return s.toString();
    }

    static Map<String, Integer> halves(List<NamedDialogue> all) {
        var size = new TreeMap<String, Map<String, Integer>>();
        all.forEach(d -> size.computeIfAbsent(d.set(), _ -> new HashMap<>()).merge(d.set() + d.series(), 1, Integer::sum));
        var half = new HashMap<String, Integer>();
        size.forEach((set, series) -> {
            var count = new int[2];
            series.keySet().stream().sorted(Comparator.comparing(Learn::hash)).forEach(s -> {
                var h = count[0] <= count[1] ? 0 : 1;
                count[h] += series.get(s);
                half.put(s, h);
            });
        });
        return half;
    }
    static String hash(String s) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(s.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) { throw new IllegalStateException(e); }
    }
}
