package dev.rolecall.benchmarks.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.rolecall.benchmarks.evaluation.Dialogue.Person;
import dev.rolecall.benchmarks.evaluation.Dialogue.Said;

/// PriMock57: one Praat TextGrid for the doctor and one for the patient, with times. Names are not known.
final class TextGrids {
    static final String DOCTOR = "_doctor.TextGrid";
    private static final String PATIENT = "_patient.TextGrid";
    private static final Pattern INTERVAL = Pattern
            .compile("intervals \\[\\d+]:\\s+xmin = ([\\d.]+)\\s+xmax = [\\d.]+\\s+text = \"((?:[^\"]|\"\")*)\"");
    /// Remarks of the transcriber: `<UNSURE>…</UNSURE>`, `<UNIN/>`.
    private static final Pattern REMARK = Pattern.compile("<[^>]*>");

    private TextGrids() {}

    /// @param file as the caller named it
    static List<Dialogue> read(Path doctor, String file) throws IOException {
        var name = doctor.getFileName().toString();
        var patient = doctor.resolveSibling(name.replace(DOCTOR, PATIENT));
        if (!Files.isReadable(patient)) {
            throw new IllegalArgumentException("The other side of %s is missing: %s".formatted(doctor, patient));
        }
        var said = new ArrayList<Said>();
        said.addAll(side(doctor, 0));
        said.addAll(side(patient, 1));
        said.sort(Comparator.comparing(it -> Objects.requireNonNull(it.start())));
        return List.of(new Dialogue(folderOf(file), name.replace(DOCTOR, ""),
                Map.of(0, new Person("doctor", List.of()), 1, new Person("patient", List.of())), said, List.of()));
    }

    /// One visit has a file for each speaker, so the visits of a folder are counted together.
    private static String folderOf(String file) {
        var end = file.lastIndexOf('/');
        return end < 0 ? "." : file.substring(0, end);
    }

    private static List<Said> side(Path file, int person) throws IOException {
        return INTERVAL.matcher(Files.readString(file))
                .results()
                .map(found -> new Said(person, Double.valueOf(found.group(1)),
                        REMARK.matcher(found.group(2)).replaceAll("").strip()))
                .filter(it -> !it.text().isEmpty())
                .toList();
    }
}
