package dev.rolecall.classifier.roles;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// Which roles and which known names the speakers of one transcript may have.
///
/// The caller passes them to Deepgram as `extra`, and they return as `metadata.extra`:
///
/// - `rolecall_roles`: the name of a configured role set, or a JSON object of role to description
/// - `rolecall_roster`: a JSON array of names that are known beforehand
///
/// @param sets one role set, or several, from which the LLM chooses by the setting of the conversation
/// @param roster names as the caller writes them; empty if none are known
/// @param problems parts of the request that could not be followed, as text for the caller
public record LabellingRequest(List<RoleSet> sets, List<String> roster, List<String> problems) {
    static final String ROLES = "rolecall_roles";
    static final String ROSTER = "rolecall_roster";
    /// The name of a role set that the caller passed.
    static final String OWN = "own";
    private static final int MAX_ROLES = 30;
    private static final int MAX_NAMES = 100;
    private static final int MAX_DESCRIPTION = 200;
    private static final Pattern ROLE = Pattern.compile("\\p{L}[\\p{L}\\p{N} _-]{0,39}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,80}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param extra the body's `metadata.extra`
    /// @param configured all configured role sets
    /// @param usual name of the role set for requests without one; empty if the LLM is to find the setting
    public static LabellingRequest of(Map<String, String> extra, List<RoleSet> configured, Optional<String> usual) {
        var problems = new ArrayList<String>();
        var sets = roles(extra.get(ROLES), configured, problems)
                .or(() -> usual.flatMap(name -> named(name, configured)).map(List::of))
                .orElse(configured);
        return new LabellingRequest(sets, roster(extra.get(ROSTER), problems), List.copyOf(problems));
    }

    /// The same request, with problems of the body before its own.
    public LabellingRequest with(List<String> bodyProblems) {
        return new LabellingRequest(sets, roster, Stream.concat(bodyProblems.stream(), problems.stream()).toList());
    }

    /// Whether the LLM has to find the setting.
    public boolean mustFindSetting() {
        return sets.size() > 1;
    }

    /// The roles of all sets. A role of several sets has the description of the first.
    public Map<String, String> roles() {
        var all = new TreeMap<String, String>();
        sets.forEach(set -> set.roles().forEach(all::putIfAbsent));
        return all;
    }

    /// Whether a role belongs to a setting.
    public boolean allows(@Nullable String setting, String role) {
        return sets.stream().anyMatch(set -> set.name().equals(setting) && set.roles().containsKey(role));
    }

    private static Optional<List<RoleSet>> roles(@Nullable String asked,
            List<RoleSet> configured, List<String> problems) {
        if (asked == null || asked.isBlank()) {
            return Optional.empty();
        }
        if (!asked.strip().startsWith("{")) {
            return named(asked.strip(), configured).map(List::of).or(() -> {
                problems.add(ROLES + " names a role set that is not configured. The role sets are "
                        + String.join(", ", configured.stream().map(RoleSet::name).toList()));
                return Optional.empty();
            });
        }
        var own = Optional.ofNullable(ownRoles(asked));
        if (own.isEmpty()) {
            problems.add(ROLES
                    + " must be a JSON object of 1 to %d roles (letters, digits, blanks) with descriptions of up to %d characters"
                            .formatted(MAX_ROLES, MAX_DESCRIPTION));
        }
        return own.map(roles -> List.of(RoleSet.of(OWN, "as the caller describes it", roles)));
    }

    private static Optional<RoleSet> named(String name, List<RoleSet> configured) {
        return configured.stream().filter(set -> set.name().equals(name)).findFirst();
    }

    private static @Nullable Map<String, String> ownRoles(String json) {
        try {
            var roles = JSON.readValue(json, new TypeReference<Map<String, String>>() {
            });
            var isUsable = roles != null && !roles.isEmpty() && !roles.containsKey(RoleSet.UNKNOWN)
                    && roles.size() <= MAX_ROLES
                    && roles.keySet().stream().allMatch(role -> ROLE.matcher(role).matches())
                    && roles.values().stream().allMatch(LabellingRequest::isDescription);
            return isUsable ? roles : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static boolean isDescription(@Nullable String text) {
        return text != null && text.length() <= MAX_DESCRIPTION
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static List<String> roster(@Nullable String json, List<String> problems) {
        if (json == null || json.isBlank()) {
            return List.of();
        }
        try {
            var names = JSON.readValue(json, new TypeReference<List<String>>() {
            });
            if (names != null && names.size() <= MAX_NAMES && names.stream()
                    .allMatch(name -> name != null && NAME.matcher(name).matches() && !name.isBlank())) {
                return names.stream().map(String::strip).distinct().toList();
            }
        } catch (JsonProcessingException notJson) {
            // reported as the same problem as a list that is too long
        }
        problems.add(ROSTER + " must be a JSON array of up to %d names".formatted(MAX_NAMES));
        return List.of();
    }

    /// A request without known names.
    public static LabellingRequest of(List<RoleSet> sets) {
        return new LabellingRequest(sets, List.of(), List.of());
    }

    public LabellingRequest {
        sets = List.copyOf(Objects.requireNonNull(sets));
        roster = List.copyOf(roster);
        problems = List.copyOf(problems);
    }
}
