package io.countersign.analytics.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** SQL that stands beside these classes in files of its own. */
public record Script(String text) {
    /** Reads one from the jar. */
    public static Script load(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + name);
            }
            return new Script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + name + " from the jar failed", e);
        }
    }

    /** The text without the comment before it, for use inside a statement. */
    String query() {
        return text.lines().dropWhile(line -> line.startsWith("--")).collect(Collectors.joining("\n"));
    }

    /** Its statements, each ended by a semicolon at the end of a line. */
    List<String> statements() {
        return List.of(text.split(";\n", -1)).stream()
                .filter(statement -> !statement.isBlank())
                .toList();
    }
}
