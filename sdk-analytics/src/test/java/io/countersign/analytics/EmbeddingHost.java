package io.countersign.analytics;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A program that asks for results in every form, run in a Java of its own. */
final class EmbeddingHost {
    private EmbeddingHost() {}

    /** What it prints, given flags of java and what is left of the class path. */
    static String run(Path export, Path directory, List<String> flags, Predicate<String> onClassPath)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(onClassPath)
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(EmbeddingHost.class.getName());
        command.add(export.toString());
        command.add(Files.createTempDirectory(directory, "host").toString());
        Path said = Files.createTempFile(directory, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The host did not end: " + Files.readString(said));
        }
        return Files.readString(said);
    }

    public static void main(String[] arguments) throws IOException {
        try (AuditWarehouse warehouse = AuditWarehouse.open(Path.of(arguments[0]));
                AnalystSession session = warehouse.analyst(QueryLimits.DEFAULT)) {
            AnalystQuestion question = session.question("SELECT 42");
            try {
                System.out.println("arrow " + ArrowResults.writeStream(question, new ByteArrayOutputStream()));
            } catch (ArrowUnavailableException e) {
                System.out.println(e);
            }
            try {
                System.out.println("xlsx " + ResultFiles.xlsx(question, Path.of(arguments[1], "result.xlsx")));
            } catch (ResultFileException e) {
                System.out.println(e.reason() + " " + e);
            }
            System.out.println("table " + question.table().text(0, 0));
        }
    }
}
