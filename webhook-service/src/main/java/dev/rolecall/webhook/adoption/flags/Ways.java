package dev.rolecall.webhook.adoption.flags;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import dev.rolecall.contract.Way;
import dev.rolecall.inline.InlineConfig;
import org.jboss.logging.Logger;

/// Decides which way a transcript goes, by the flag `way`.
///
/// A bean of the type [FeatureProvider] replaces the table: flagd, Unleash, or any other that OpenFeature has.
@ApplicationScoped
public class Ways {
    static final String FLAG = "way";
    /// The attribute of the evaluation context that has the transcript's tags.
    static final String TAGS = "tags";
    private static final Logger LOG = Logger.getLogger(Ways.class);
    private static final String DOMAIN = "rolecall";

    private final Client flags;
    private final boolean isInlinePossible;
    private final Set<String> unusable = ConcurrentHashMap.newKeySet();

    Ways(FeatureProvider provider, InlineConfig inline) {
        var api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait(DOMAIN, provider);
        isInlinePossible = inline.secret().isPresent();
        flags = api.getClient(DOMAIN);
    }

    /// @param id the targeting key: the same transcript goes the same way as long as the rules are the same
    public Way decide(UUID id, List<String> tags) {
        var context = new MutableContext(id.toString());
        context.add(TAGS, tags.stream().map(Value::new).toList());
        var text = flags.getStringValue(FLAG, Way.QUEUE.text(), context);
        var way = wayOf(text);
        if (way.isEmpty() && unusable.add(text)) {
            LOG.warnf(
                    "The flag %s has the value \"%s\", which is no way here; the way is queue instead. The ways are %s.",
                    FLAG,
                    text, String.join(", ", possible()));
        }
        return way.orElse(Way.QUEUE);
    }

    /// The values of the flag that this pod accepts.
    List<String> possible() {
        return Arrays.stream(Way.values()).filter(this::isPossible).map(Way::text).toList();
    }

    private Optional<Way> wayOf(String text) {
        return Arrays.stream(Way.values()).filter(way -> way.text().equals(text)).filter(this::isPossible).findFirst();
    }

    private boolean isPossible(Way way) {
        return way != Way.INLINE || isInlinePossible;
    }
}
