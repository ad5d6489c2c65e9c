package dev.rolecall.benchmarks.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds labelled dialogues in files and folders, in the formats of three public collections: ACI-Bench and MTS-Dialog
/// (CSV with a column `dialogue`), and PriMock57 (one TextGrid per speaker). The format is recognised by content.
final class ReadDialogues {
    private ReadDialogues() {}

    /// @throws IllegalArgumentException if a path does not exist or contains no dialogues
    static List<Dialogue> in(List<Path> filesAndFolders) {
        var dialogues = new ArrayList<Dialogue>();
        for (var path : filesAndFolders) {
            var found = in(path);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s contains no labelled dialogues. Supported are CSV files with a column \"dialogue\", and TextGrids named …_doctor and …_patient."
                                .formatted(path));
            }
            dialogues.addAll(found);
        }
        return dialogues;
    }

    private static List<Dialogue> in(Path path) {
        if (Files.isDirectory(path)) {
            try (var files = Files.walk(path)) {
                return files.filter(Files::isRegularFile)
                        .sorted(Comparator.naturalOrder())
                        .flatMap(file -> inFile(file).stream())
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException("failed to read folder " + path, e);
            }
        }
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("%s does not exist or cannot be read.".formatted(path));
        }
        return inFile(path);
    }

    private static List<Dialogue> inFile(Path file) {
        var name = file.getFileName().toString();
        try {
            if (name.endsWith(".csv")) {
                return TaggedCsv.read(file);
            }
            return name.endsWith(TextGrids.DOCTOR) ? TextGrids.read(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read file " + file, e);
        }
    }
}
