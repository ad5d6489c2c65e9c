package dev.rolecall.benchmarks.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds labelled dialogues in files and folders, in the formats of three public collections, told apart by what is in
/// the files: ACI-Bench and MTS-Dialog (CSV with a column `dialogue`), PriMock57 (a TextGrid for each side).
final class ReadDialogues {
    private ReadDialogues() {}

    /// @throws IllegalArgumentException if there is none in a file that was named, or no such file
    static List<Dialogue> in(List<Path> filesAndFolders) {
        var dialogues = new ArrayList<Dialogue>();
        for (var path : filesAndFolders) {
            var found = in(path);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "There are no labelled dialogues in %s: CSV files with a column \"dialogue\", or TextGrids named …_doctor and …_patient, are read."
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
                throw new UncheckedIOException("the folder cannot be read: " + path, e);
            }
        }
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("There is no file or folder %s that can be read.".formatted(path));
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
            throw new UncheckedIOException("the file cannot be read: " + file, e);
        }
    }
}
