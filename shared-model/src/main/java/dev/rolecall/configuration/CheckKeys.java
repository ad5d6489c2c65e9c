package dev.rolecall.configuration;

import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/// Stops the start if a `rolecall.*` setting is not one of this service's: a misspelt setting that is silently ignored
/// is found only when its effect is missed. Warns about old names.
@ApplicationScoped
class CheckKeys {
    private static final Logger LOG = Logger.getLogger(CheckKeys.class);

    /// Before the rest of the application starts.
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting, Config config,
            BeanManager beans) {
        var names = new TreeSet<String>();
        config.getPropertyNames().forEach(names::add);
        // an environment variable is also listed as a property, with dots for every `_`
        names.removeIf(name -> System.getenv().containsKey(KnownKeys.variableOf(name)));
        names.addAll(System.getenv().keySet());
        names.forEach(CheckKeys::warnIfRenamed);
        var known = new KnownKeys(mappings(beans)
                .flatMap(mapping -> ConfigMappings.getProperties(ConfigClass.configClass(mapping)).keySet().stream())
                .collect(Collectors.toSet()));
        var problems = names.stream()
                .filter(name -> RenamedKeys.newNameOf(propertyNameOf(name)).isEmpty()
                        && !RenamedKeys.isRetired(propertyNameOf(name)))
                .flatMap(name -> known.problemWith(name).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join(" ", problems));
        }
    }

    private static void warnIfRenamed(String name) {
        RenamedKeys.newNameOf(propertyNameOf(name))
                .ifPresent(newName -> LOG.warnf("%s is deprecated and will be removed in version 0.3: set %s instead",
                        name, newName));
        if (RenamedKeys.isRetired(propertyNameOf(name))) {
            LOG.warnf("%s has no effect any more: see rolecall.reading.large-bodies", name);
        }
    }

    /// The old name that an environment variable stands for; a property name as it is.
    private static String propertyNameOf(String name) {
        return name.startsWith("ROLECALL_") ? RenamedKeys.oldNameOfVariable(name) : name;
    }

    private static Stream<Class<?>> mappings(BeanManager beans) {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE)
                .stream()
                .flatMap(bean -> bean.getTypes().stream())
                .filter(Class.class::isInstance)
                .<Class<?>>map(Class.class::cast)
                .filter(type -> type.isAnnotationPresent(ConfigMapping.class));
    }
}
