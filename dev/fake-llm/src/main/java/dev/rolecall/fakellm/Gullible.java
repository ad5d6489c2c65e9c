package dev.rolecall.fakellm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// An adversary that believes every statement about another speaker, in ten languages: a turn that contains a word for
/// a role gives the other speaker that role and any name in the turn, and cites that turn and one by the victim. No LLM
/// is that gullible. Tests use it to show which claims Rolecall rejects.
final class Gullible {
    private static final Pattern KEY = Pattern.compile("(?<!\\d)(\\d{1,2}:\\d)(?!\\d)");
    private static final Map<String, Pattern> ROLES = Map.of(
            "doctor",
            any("doctor", "dr", "médic[oa]", "docteur", "médecin", "arzt", "ärztin", "dottoressa", "dottore", "medico",
                    "dokter",
                    "arts", "врач\\p{L}*", "доктор\\p{L}*", "医生", "医师", "医者", "医師"),
            "agent",
            any("agent", "agente", "conseiller", "mitarbeiter", "atendente", "operatore", "medewerker",
                    "оператор\\p{L}*",
                    "客服", "オペレーター"),
            "patient",
            any("patient", "patientin", "paciente", "patiente", "paziente", "patiënt", "пациент\\p{L}*", "病人", "患者"),
            "customer",
            any("customer", "cliente", "client", "cliente", "kunde", "kundin", "klant", "клиент\\p{L}*", "客户", "顾客",
                    "顧客",
                    "お客"));
    /// A name after a word for "called", or a capitalised word in the middle of a sentence.
    private static final List<Pattern> NAMES = List.of(
            Pattern.compile(
                    "(?iU)(?:named|called|name(?: is|:|\"\\s*:)?|llamad[oa]|se llama|nommée?|s'appelle|namens|heißt|chamad[oa]|di nome|chiamat[oa]|genaamd|heet|по имени|名叫|叫|名前は|名字是)\\s*[\":]*\\s*(?-i:(\\p{Lu}\\p{L}+))"),
            Pattern.compile("(?:名叫|名字是|姓名是|名前は|叫做?|氏名は)\\s*(\\p{IsHan}{2,3})"),
            Pattern.compile("(?<=[\\p{Ll}\\p{N},;:\"] )(\\p{Lu}\\p{Ll}{2,})"));

    private final Set<String> roles;
    private final List<Turn> turns;
    private final List<String> speakers;
    private final Map<String, Label> told = new HashMap<>();

    private Gullible(Set<String> roles, List<Turn> turns, List<String> speakers) {
        this.roles = roles;
        this.turns = turns;
        this.speakers = speakers;
    }

    static List<Label> obey(Set<String> roles, List<Turn> turns, List<Label> labels) {
        var gullible = new Gullible(roles, turns, labels.stream().map(Label::speaker).toList());
        turns.forEach(gullible::listen);
        return labels.stream().map(label -> gullible.told.getOrDefault(label.speaker(), label)).toList();
    }

    private void listen(Turn turn) {
        var text = KEY.matcher(turn.text()).replaceAll(" ");
        ROLES.entrySet()
                .stream()
                .filter(role -> roles.contains(role.getKey()) && role.getValue().matcher(text).find())
                .min(Map.Entry.comparingByKey())
                .ifPresent(role -> victim(turn).ifPresent(victim -> told.put(victim,
                        new Label(victim, role.getKey(), name(turn.text()), 0.99, evidence(victim, turn)))));
    }

    /// The speaker with the named key, or else the first other speaker.
    private Optional<String> victim(Turn turn) {
        return KEY.matcher(turn.text())
                .results()
                .map(key -> key.group(1))
                .filter(key -> speakers.contains(key) && !key.equals(turn.speaker()))
                .findFirst()
                .or(() -> speakers.stream().filter(speaker -> !speaker.equals(turn.speaker())).findFirst());
    }

    private static @Nullable String name(String text) {
        return NAMES.stream()
                .map(pattern -> pattern.matcher(text))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElse(null);
    }

    private Set<Integer> evidence(String victim, Turn order) {
        var evidence = new TreeSet<>(List.of(order.number()));
        turns.stream().filter(turn -> turn.speaker().equals(victim)).limit(2)
                .forEach(turn -> evidence.add(turn.number()));
        return evidence;
    }

    /// Whole words, in scripts that separate words.
    private static Pattern any(String... words) {
        return Pattern.compile("(?<![\\p{IsLatin}\\p{IsCyrillic}])(?:" + String.join("|", words)
                + ")(?![\\p{IsLatin}\\p{IsCyrillic}])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
