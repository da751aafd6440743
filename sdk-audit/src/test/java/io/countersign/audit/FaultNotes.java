package io.countersign.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines for the report of a run: how much was tried. */
final class FaultNotes {
    private FaultNotes() {}

    /** Whether everything is to be tried, and not a little of it. */
    static boolean isFull() {
        return System.getProperty("countersign.faults", "").equals("full");
    }

    /** Writes the line of one test, in place of that of an earlier run. */
    static void add(String test, String line) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "faults"));
        Files.writeString(folder.resolve(test + ".txt"), line + "\n");
    }
}
