package dev.rolecall.classifier.llm.negotiation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// How the optional fields of one request are sent.
///
/// @param ways index of the way of each field
/// @param probed index of the field that is tried again by this request; -1 if none is
/// @param insteadOf the rejected form that this one takes the place of; null if none was rejected
public record Form(List<Integer> ways, int probed, @Nullable Form insteadOf) {
    static final int NONE = -1;

    public Form {
        ways = List.copyOf(ways);
    }

    static Form of(List<Integer> ways) {
        return new Form(ways, NONE, null);
    }

    Form probing(int field, int way) {
        return new Form(with(field, way), field, null);
    }

    List<Integer> with(int field, int way) {
        var changed = new ArrayList<>(ways);
        changed.set(field, way);
        return changed;
    }

    boolean isProbe() {
        return probed != NONE;
    }
}
