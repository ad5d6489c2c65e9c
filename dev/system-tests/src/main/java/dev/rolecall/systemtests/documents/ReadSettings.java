package dev.rolecall.systemtests.documents;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;

/// Reads the settings of one source file with a `@ConfigMapping` interface: names, types, defaults and comments.
final class ReadSettings {
    private static final Map<String, String> TYPES = Map.of("String", "text", "Duration", "duration", "MemorySize",
            "size",
            "URI", "URL", "int", "number", "long", "number", "double", "number", "Short", "number", "BigDecimal",
            "number", "boolean",
            "true or false");

    private static final String OPTIONAL = "^Optional<(.*)>$";

    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final Map<String, ClassTree> nested = new HashMap<>();
    private final List<Setting> settings = new ArrayList<>();

    private ReadSettings(DocTrees docs, CompilationUnitTree unit) {
        this.docs = docs;
        this.unit = unit;
    }

    /// What one interface configures.
    record Group(String prefix, String about, List<Setting> settings) {}

    /// @return empty if the file has no configuration mapping
    static Optional<Group> in(Path source) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(null, files, null, List.of(), null,
                    files.getJavaFileObjects(source));
            var unit = task.parse().iterator().next();
            var mapping = unit.getTypeDecls().getFirst();
            return mapping instanceof ClassTree type && value(type, "ConfigMapping").isPresent()
                    ? Optional.of(new ReadSettings(DocTrees.instance(task), unit).group(type))
                    : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("failed to read " + source, e);
        }
    }

    private Group group(ClassTree mapping) {
        for (var member : mapping.getMembers()) {
            if (member instanceof ClassTree type) {
                nested.put(type.getSimpleName().toString(), type);
            }
        }
        var prefix = value(mapping, "ConfigMapping").orElseThrow();
        read(mapping, prefix);
        return new Group(prefix, about(mapping), settings);
    }

    private void read(ClassTree type, String prefix) {
        for (var member : type.getMembers()) {
            if (member instanceof MethodTree method && !method.getModifiers().getFlags().contains(Modifier.DEFAULT)) {
                read(method,
                        has(method, "WithParentName") ? prefix : prefix + "." + kebab(method.getName().toString()));
            }
        }
    }

    private void read(MethodTree method, String name) {
        var type = method.getReturnType().toString();
        var map = type.startsWith("Map<String, ") ? type.substring("Map<String, ".length(), type.length() - 1) : null;
        var group = nested.get(map == null ? type.replaceFirst(OPTIONAL, "$1") : map);
        var key = map == null ? name : name + ".<name>";
        if (group != null && group.getKind() == Tree.Kind.INTERFACE) {
            read(group, key);
        } else {
            settings.add(new Setting(key, map == null ? type(type) : type(map),
                    value(method, "WithDefault").orElse(""), about(method)));
        }
    }

    private String type(String type) {
        var inner = type.replaceFirst(OPTIONAL, "$1").replaceFirst("^Optional(Int|Long|Double)$", "int");
        var list = inner.replaceFirst("^(?:List|Set)<(.*)>$", "$1");
        if (nested.containsKey(list)) {
            return constants(nested.get(list)) + (list.equals(inner) ? "" : ", separated by commas");
        }
        var described = TYPES.getOrDefault(list, list);
        return list.equals(inner) ? described : described + "s, separated by commas";
    }

    private static String constants(ClassTree enumeration) {
        return enumeration.getMembers()
                .stream()
                .filter(member -> member instanceof VariableTree constant
                        && constant.getType().toString().equals(enumeration.getSimpleName().toString()))
                .map(member -> ((VariableTree) member).getName().toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .map(constant -> "`" + constant + "`")
                .collect(Collectors.joining(", "));
    }

    private String about(Tree tree) {
        var comment = docs.getDocComment(TreePath.getPath(unit, tree));
        return comment == null ? "" : comment.strip().replaceAll("\\s+", " ").replaceAll("\\[(\\w+)]", "`$1`");
    }

    private static Optional<String> value(ClassTree type, String annotation) {
        return value(type.getModifiers().getAnnotations(), annotation);
    }

    private static Optional<String> value(MethodTree method, String annotation) {
        return value(method.getModifiers().getAnnotations(), annotation);
    }

    private static boolean has(MethodTree method, String annotation) {
        return method.getModifiers()
                .getAnnotations()
                .stream()
                .anyMatch(it -> it.getAnnotationType().toString().equals(annotation));
    }

    private static Optional<String> value(List<? extends AnnotationTree> annotations, String name) {
        return annotations.stream()
                .filter(it -> it.getAnnotationType().toString().equals(name))
                .map(it -> it.getArguments().getFirst())
                .map(argument -> argument instanceof AssignmentTree assigned ? assigned.getExpression() : argument)
                .map(value -> String.valueOf(((LiteralTree) value).getValue()))
                .findFirst();
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
