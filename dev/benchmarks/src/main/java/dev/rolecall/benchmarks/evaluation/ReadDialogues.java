package dev.rolecall.benchmarks.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.rolecall.localstack.Checkout;

/// Finds labelled dialogues in files and folders: CSV files with a column `dialogue` (ACI-Bench, MTS-Dialog), one TextGrid
/// per speaker (PriMock57), and JSONL with true names ([NamedJsonl]). The format is recognised by name and content.
public final class ReadDialogues {
    private ReadDialogues() {}

    /// @param filesAndFolders as the caller named them
    /// @throws IllegalArgumentException if a path does not exist, cannot be read or contains no dialogues
    public static List<Dialogue> in(List<Path> filesAndFolders) {
        var dialogues = new ArrayList<Dialogue>();
        for (var path : filesAndFolders) {
            var found = in(path);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s contains no labelled dialogues. Supported are CSV files with a column \"dialogue\", TextGrids named …_doctor and …_patient, and JSONL files with speakers and turns."
                                .formatted(path));
            }
            dialogues.addAll(found);
        }
        return dialogues;
    }

    private static List<Dialogue> in(Path named) {
        var path = Checkout.callersOwn(named);
        if (!Files.isDirectory(path)) {
            return inFile(path, named.toString());
        }
        try (var files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .flatMap(file -> inFile(file, named.resolve(path.relativize(file)).toString()).stream())
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(named, e.getMessage()), e);
        }
    }

    private static List<Dialogue> inFile(Path path, String file) {
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("%s does not exist or cannot be read.".formatted(file));
        }
        try {
            if (file.endsWith(".csv")) {
                return TaggedCsv.read(path, file);
            }
            if (file.endsWith(".jsonl")) {
                return NamedJsonl.read(path, file);
            }
            return file.endsWith(TextGrids.DOCTOR) ? TextGrids.read(path, file) : List.of();
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
