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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// Which roles and which known names the speakers of one transcript may have.
///
/// The caller passes them to Deepgram as `extra`, and they return as `metadata.extra`:
///
/// - `rolecall_roles`: the name of a configured role set, or a JSON object of role to description
/// - `rolecall_roster`: a JSON array of names that are known beforehand, each as text or as `{"id":"…","name":"…"}`
/// - `rolecall_channels`: the roles of the channels in their order, separated by commas: `agent,customer`
///
/// @param sets one role set, or several, from which the LLM chooses by the setting of the conversation
/// @param roster names as the caller writes them; empty if none are known
/// @param rosterIds the caller's ids by name, where it gives one
/// @param channels the declared role of each channel; empty if none is declared
/// @param problems parts of the request that could not be followed, as text for the caller
public record LabellingRequest(List<RoleSet> sets, List<String> roster, Map<String, String> rosterIds,
        List<String> channels, List<String> problems) {
    static final String ROLES = "rolecall_roles";
    static final String ROSTER = "rolecall_roster";
    static final String CHANNELS = "rolecall_channels";
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
        var roster = roster(extra.get(ROSTER), problems);
        var ids = new TreeMap<String, String>();
        roster.stream().filter(entry -> entry.id() != null).forEach(entry -> ids.putIfAbsent(entry.name(), entry.id()));
        return new LabellingRequest(sets, roster.stream().map(RosterEntry::name).distinct().toList(), ids,
                channels(extra.get(CHANNELS), sets, problems), problems);
    }

    /// The same request, with problems of the body before its own.
    public LabellingRequest with(List<String> bodyProblems) {
        return new LabellingRequest(sets, roster, rosterIds, channels,
                Stream.concat(bodyProblems.stream(), problems.stream()).toList());
    }

    /// The same request for a recording with so many channels. Declared roles that do not match them are ignored.
    public LabellingRequest forChannels(int count) {
        return channels.isEmpty() || channels.size() == count
                ? this
                : new LabellingRequest(sets, roster, rosterIds, List.of(), Stream.concat(problems.stream(), Stream.of(
                        "%s names %d channels, but the recording has %d, so it is ignored".formatted(CHANNELS,
                                channels.size(), count)))
                        .toList());
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

    /// A known name.
    private record RosterEntry(@Nullable String id, String name) {}

    private static List<RosterEntry> roster(@Nullable String json, List<String> problems) {
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

    private static List<String> channels(@Nullable String declared, List<RoleSet> sets, List<String> problems) {
        if (declared == null || declared.isBlank()) {
            return List.of();
        }
        var roles = Stream.of(declared.split(",", -1)).map(String::strip).toList();
        if (sets.stream().anyMatch(set -> set.roles().keySet().containsAll(known(roles)))) {
            return roles;
        }
        problems.add("%s must be roles of one role set, in the order of the channels and separated by commas; %s is not"
                .formatted(CHANNELS, declared.strip()));
        return List.of();
    }

    /// A channel whose role is not declared is "unknown", or empty.
    private static List<String> known(List<String> roles) {
        return roles.stream().filter(role -> !role.isEmpty() && !role.equals(RoleSet.UNKNOWN)).toList();
    }

    /// The declared role of a channel; empty if there is none.
    public Optional<String> roleOf(int channel) {
        return channel < channels.size()
                ? Optional.of(channels.get(channel)).filter(role -> !known(List.of(role)).isEmpty())
                : Optional.empty();
    }

    /// A request without known names.
    public static LabellingRequest of(List<RoleSet> sets) {
        return new LabellingRequest(sets, List.of(), Map.of(), List.of(), List.of());
    }

    /// A request with known names.
    public static LabellingRequest of(List<RoleSet> sets, List<String> roster) {
        return new LabellingRequest(sets, roster, Map.of(), List.of(), List.of());
    }

    public LabellingRequest {
        sets = List.copyOf(Objects.requireNonNull(sets));
        roster = List.copyOf(roster);
        rosterIds = Map.copyOf(rosterIds);
        channels = List.copyOf(channels);
        problems = List.copyOf(problems);
    }
}
