package dev.rolecall.classifier.roles;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// Reads a [LabellingRequest] from the values that a caller passes. What cannot be followed is a problem of the request,
/// as text for the caller, and never a failure.
final class ReadLabellingRequest {
    private static final String ROLES = "rolecall_roles";
    private static final String ROSTER = "rolecall_roster";
    private static final int MAX_ROLES = 30;
    private static final int MAX_NAMES = 100;
    private static final int MAX_DESCRIPTION = 200;
    private static final Pattern ROLE = Pattern.compile("\\p{L}[\\p{L}\\p{N} _-]{0,39}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,80}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> extra;
    private final List<RoleSet> configured;
    private final List<String> problems = new ArrayList<>();

    ReadLabellingRequest(Map<String, String> extra, List<RoleSet> configured) {
        this.extra = extra;
        this.configured = configured;
    }

    LabellingRequest read(Optional<String> usual) {
        var sets = roles(extra.get(ROLES))
                .or(() -> usual.flatMap(this::named).map(List::of))
                .orElse(configured);
        var roster = roster(extra.get(ROSTER));
        var channels = channels(extra.get(LabellingRequest.CHANNELS), sets);
        return new LabellingRequest(
                sets,
                roster.stream().map(RosterEntry::name).distinct().toList(), ids(roster), channels, problems);
    }

    private Optional<List<RoleSet>> roles(@Nullable String asked) {
        if (asked == null || asked.isBlank()) {
            return Optional.empty();
        }
        if (!asked.strip().startsWith("{")) {
            return named(asked.strip()).map(List::of).or(() -> {
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
        return own.map(roles -> List.of(RoleSet.of(LabellingRequest.OWN, "as the caller describes it", roles)));
    }

    private Optional<RoleSet> named(String name) {
        return configured.stream().filter(set -> set.name().equals(name)).findFirst();
    }

    private static @Nullable Map<String, String> ownRoles(String json) {
        try {
            var roles = JSON.readValue(json, new TypeReference<Map<String, String>>() {
            });
            var isUsable = roles != null && !roles.isEmpty() && !roles.containsKey(RoleSet.UNKNOWN)
                    && roles.size() <= MAX_ROLES
                    && roles.keySet().stream().allMatch(role -> ROLE.matcher(role).matches())
                    && roles.values().stream().allMatch(ReadLabellingRequest::isDescription);
            return isUsable ? roles : null;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static boolean isDescription(@Nullable String text) {
        return text != null && text.length() <= MAX_DESCRIPTION
                && text.chars().noneMatch(Character::isISOControl);
    }

    /// A known name.
    private record RosterEntry(@Nullable String id, String name) {}

    /// The ids by name. Where two entries have one name, it does not tell which of them is meant.
    private static Map<String, String> ids(List<RosterEntry> roster) {
        var ids = new TreeMap<String, String>();
        var seen = new HashSet<String>();
        for (var entry : roster) {
            if (!seen.add(entry.name())) {
                ids.remove(entry.name());
            } else if (entry.id() != null) {
                ids.put(entry.name(), entry.id());
            }
        }
        return ids;
    }

    private List<RosterEntry> roster(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return List.of();
        }
        try {
            var entries = JSON.readTree(json);
            var names = new ArrayList<RosterEntry>();
            entries.forEach(entry -> rosterEntry(entry).ifPresent(names::add));
            if (entries.isArray() && names.size() == entries.size() && names.size() <= MAX_NAMES) {
                return names;
            }
        } catch (JsonProcessingException notJson) {
            // reported as the same problem as a list that is too long
        }
        problems.add(ROSTER
                + " must be a JSON array of up to %d names, each as text or as {\"id\":\"…\",\"name\":\"…\"}"
                        .formatted(MAX_NAMES));
        return List.of();
    }

    private static Optional<RosterEntry> rosterEntry(JsonNode entry) {
        var name = entry.isObject() ? entry.path("name") : entry;
        var id = entry.path("id");
        var isUsable = name.isTextual() && NAME.matcher(name.textValue()).matches() && !name.textValue().isBlank()
                && (id.isMissingNode() || id.isNull() || id.isNumber()
                        || (id.isTextual() && NAME.matcher(id.textValue()).matches()));
        return isUsable
                ? Optional.of(new RosterEntry(id.isValueNode() && !id.isNull() ? id.asText() : null,
                        name.textValue().strip()))
                : Optional.empty();
    }

    private List<String> channels(@Nullable String declared, List<RoleSet> sets) {
        if (declared == null || declared.isBlank()) {
            return List.of();
        }
        var roles = Stream.of(declared.split(",", -1)).map(String::strip).toList();
        if (sets.stream().anyMatch(set -> has(set, roles))) {
            return roles;
        }
        problems.add("%s must be roles of one role set, in the order of the channels and separated by commas; %s is not"
                .formatted(LabellingRequest.CHANNELS, declared.strip()));
        return List.of();
    }

    private static boolean has(RoleSet set, List<String> roles) {
        return set.roles().keySet().containsAll(roles.stream().filter(LabellingRequest::isDeclared).toList());
    }
}
