package dev.rolecall.webhook.door;

import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/// What a pod answers.
@ConfigMapping(prefix = "rolecall.serve")
public interface ServeConfig {
    /// `callbacks`, `api`, or both. A pod that faces the internet serves `callbacks` alone, with the database role
    /// `rolecall_callbacks`: it has no route that reads, and no right to read.
    @WithParentName
    @WithDefault("callbacks,api")
    Set<Area> areas();

    default boolean isCallbacks() {
        return areas().contains(Area.CALLBACKS);
    }

    default boolean isApi() {
        return areas().contains(Area.API);
    }

    /// What can be served.
    enum Area {
        /// `/callback` and below.
        CALLBACKS,
        /// Everything else.
        API
    }
}
