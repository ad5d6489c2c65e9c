package dev.rolecall.webhook.adoption.flags;

import java.util.List;
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
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    Ways(FeatureProvider provider) {
        var api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait(DOMAIN, provider);
        flags = api.getClient(DOMAIN);
    }

    /// @param id the targeting key: the same transcript goes the same way as long as the rules are the same
    public Way decide(UUID id, List<String> tags) {
        var context = new MutableContext(id.toString());
        context.add(TAGS, tags.stream().map(Value::new).toList());
        var text = flags.getStringValue(FLAG, Way.QUEUE.text(), context);
        try {
            return Way.of(text);
        } catch (IllegalArgumentException e) {
            if (unknown.add(text)) {
                LOG.warnf("The flag %s has the value \"%s\", which is not a way; the way is queue instead.", FLAG,
                        text);
            }
            return Way.QUEUE;
        }
    }
}
