package dev.rolecall.configuration;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.text.similarity.LevenshteinDistance;

/// The names that settings may have. A name may contain `*` for a key of a map.
///
/// Environment variables are compared as such, because several settings can have the same one: everything that is not a
/// letter or a digit becomes `_`.
record KnownKeys(Set<String> names) {
    private static final String PREFIX = "rolecall.";
    private static final String ENVIRONMENT_PREFIX = "ROLECALL_";
    /// The features of both services, which are the second part of a name. Both services may be given one environment,
    /// so a setting of the other service's feature is left to that service.
    static final Set<String> FEATURES = Set.of("callback", "reading", "authentication", "database", "classification",
            "claim", "concurrency", "consumer", "settlement", "llm", "budget", "outbox", "publishing", "topics",
            "connections", "quarantine", "warm-up", "serve", "audit", "inline", "dead-letters", "reconciler",
            "synthetic");
    /// Read by `./rolecall`, docker-compose.yml and tests, whose environment the services inherit.
    private static final Pattern NOT_A_SETTING = Pattern
            .compile(
                    "ROLECALL_(CALLED_FROM|HOME|URL|API_KEY|IMPORT_[A-Z]+|DATABASE|DATABASE_USER|DATABASE_PASSWORD|VERSION|REGISTRY|PLATFORMS|TEST_[A-Z_]+)");
    /// What Kubernetes adds for a service whose name is "rolecall" or begins with "rolecall-".
    private static final Pattern KUBERNETES = Pattern.compile("ROLECALL_(.+_)?(SERVICE_HOST|SERVICE_PORT.*|PORT.*)");

    /// Why a property or an environment variable with this name has no effect; empty if it has one or is not
    /// Rolecall's.
    Optional<String> problemWith(String name) {
        if (name.startsWith(ENVIRONMENT_PREFIX)) {
            return isKnownVariable(name) || isOfAnotherService(name.toLowerCase(Locale.ROOT).replace('_', '.'))
                    ? Optional.empty()
                    : Optional.of(problem(name, nearest(name, variables())));
        }
        return !name.startsWith(PREFIX) || isKnownName(name) || isOfAnotherService(name)
                ? Optional.empty()
                : Optional.of(problem(name, nearest(name, all())));
    }

    private static String problem(String name, String nearest) {
        return "%s is not a setting of this service; the nearest is %s. Correct it or remove it.".formatted(name,
                nearest);
    }

    private boolean isKnownName(String name) {
        return all().anyMatch(known -> matches(known, name, "[^.]+|\"[^\"]+\""));
    }

    private boolean isOfAnotherService(String name) {
        var feature = PREFIX + name.substring(PREFIX.length()).split("\\.", 2)[0] + ".";
        return FEATURES.stream().anyMatch(other -> feature.equals(PREFIX + other + "."))
                && all().noneMatch(own -> (own + ".").startsWith(feature));
    }

    private boolean isKnownVariable(String name) {
        return NOT_A_SETTING.matcher(name).matches() || KUBERNETES.matcher(name).matches()
                || variables().anyMatch(known -> matches(known, name, ".+"));
    }

    /// @param key expression for what may stand for a `*`; an index such as `[0]` may follow the name
    private static boolean matches(String known, String name, String key) {
        var expression = Stream.of(known.split("\\*", -1)).map(Pattern::quote)
                .reduce((a, b) -> a + "(?:" + key + ")" + b);
        return Pattern.matches(expression.orElseThrow() + "(?:\\[\\d+\\]|_\\d+_)?", name);
    }

    private Stream<String> all() {
        return names.stream().filter(name -> name.startsWith(PREFIX));
    }

    private Stream<String> variables() {
        return all().map(KnownKeys::variableOf);
    }

    static String variableOf(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_");
    }

    private static String nearest(String name, Stream<String> among) {
        return among.sorted()
                .min(Comparator.comparingInt(it -> LevenshteinDistance.getDefaultInstance().apply(name, it)))
                .orElse("none");
    }
}
