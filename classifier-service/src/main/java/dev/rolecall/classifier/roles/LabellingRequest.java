package dev.rolecall.classifier.roles;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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
/// @param rosterIds the caller's ids by name, where it gives one and no other entry has that name
/// @param channels the declared role of each channel; empty if none is declared
/// @param problems parts of the request that could not be followed, as text for the caller
public record LabellingRequest(List<RoleSet> sets, List<String> roster, Map<String, String> rosterIds,
        List<String> channels, List<String> problems) {
    /// The key of the channels' roles.
    public static final String CHANNELS = "rolecall_channels";
    /// The name of a role set that the caller passed.
    static final String OWN = "own";

    /// @param extra the body's `metadata.extra`
    /// @param configured all configured role sets
    /// @param usual name of the role set for requests without one; empty if the LLM is to find the setting
    public static LabellingRequest of(Map<String, String> extra, List<RoleSet> configured, Optional<String> usual) {
        return new ReadLabellingRequest(extra, configured).read(usual);
    }

    /// The same request, with problems of the body before its own.
    public LabellingRequest with(List<String> bodyProblems) {
        return new LabellingRequest(sets, roster, rosterIds, channels,
                Stream.concat(bodyProblems.stream(), problems.stream()).toList());
    }

    /// The same request for a recording with so many channels: with the role sets that have all declared roles. Declared roles
    /// that do not match the channels are ignored.
    public LabellingRequest forChannels(int count) {
        if (channels.isEmpty()) {
            return this;
        }
        return channels.size() == count
                ? new LabellingRequest(sets.stream().filter(this::hasDeclaredRoles).toList(), roster, rosterIds,
                        channels,
                        problems)
                : new LabellingRequest(sets, roster, rosterIds, List.of(), Stream.concat(problems.stream(), Stream.of(
                        "%s names %d channels, but the recording has %d, so it is ignored".formatted(CHANNELS,
                                channels.size(), count)))
                        .toList());
    }

    private boolean hasDeclaredRoles(RoleSet set) {
        return set.roles().keySet().containsAll(channels.stream().filter(LabellingRequest::isDeclared).toList());
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

    /// The declared role of a channel; empty if there is none.
    public Optional<String> roleOf(int channel) {
        return channel < channels.size()
                ? Optional.of(channels.get(channel)).filter(LabellingRequest::isDeclared)
                : Optional.empty();
    }

    /// A channel whose role is not declared is "unknown", or empty.
    static boolean isDeclared(String role) {
        return !role.isEmpty() && !role.equals(RoleSet.UNKNOWN);
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
