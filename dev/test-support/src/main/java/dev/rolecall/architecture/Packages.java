package dev.rolecall.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/// The packages of a service, each named after its first part below the root package.
///
/// @param root of the service, for example `dev.rolecall.webhook`
/// @param arrows which package may use which, directly or through another
public record Packages(String root, Map<String, Set<String>> arrows) {
    public static final ArchRule NAMES_SAY_THE_JOB = classes().should()
            .haveNameNotMatching(".*(Manager|Helper|Utils?|Processor|Handler|Impl|DTO)$");

    /// Every use that is not along an arrow is a violation.
    public ArchRule useGoesAlongTheArrows() {
        return classes().that().resideInAPackage(root + ".*..").should(new ArchCondition<>("use along the arrows") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf()
                        .stream()
                        .map(use -> use.getTargetClass().getBaseComponentType())
                        .filter(used -> isBelowRoot(used) && !mayUse(nameOf(user), nameOf(used)))
                        .forEach(used -> events.add(SimpleConditionEvent.violated(user,
                                "%s uses %s: %s -> %s".formatted(nameOf(user), nameOf(used), user.getSimpleName(),
                                        used.getSimpleName()))));
            }
        });
    }

    /// Counts top-level types, and prints the counts.
    ///
    /// @param bound how many types the package of this name may have
    /// @throws AssertionError if a package has more, or if there is no package
    public void areAtMost(ToIntFunction<String> bound, JavaClasses all) {
        var counts = new TreeMap<>(all.stream()
                .filter(type -> isBelowRoot(type) && type.isTopLevelClass() && type.getSource().isPresent())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getPackageName, counting())));
        System.out.println("Top-level types per package: " + counts);
        if (counts.isEmpty()) {
            throw new AssertionError("There is no type below " + root + ".");
        }
        counts.forEach((name, count) -> {
            var most = bound.applyAsInt(name.substring(root.length() + 1));
            if (count > most) {
                throw new AssertionError("%s has %d types; it may have %d.".formatted(name, count, most));
            }
        });
    }

    private boolean isBelowRoot(JavaClass type) {
        return type.getPackageName().startsWith(root + ".");
    }

    private String nameOf(JavaClass type) {
        return type.getPackageName().substring(root.length() + 1).split("\\.", 2)[0];
    }

    private boolean mayUse(String user, String used) {
        return user.equals(used) || arrows.getOrDefault(user, Set.of()).stream().anyMatch(next -> mayUse(next, used));
    }
}
