package io.countersign.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A second process with this test's class path. */
final class ChildJvm {
    /** What drivers unpack for themselves, which a child that is killed leaves behind. */
    private static final Path UNPACKED = deletedAtTheEnd();

    private ChildJvm() {}

    static Process start(Class<?> main, String... arguments) throws IOException {
        return start(System.getProperty("java.class.path"), main.getName(), arguments);
    }

    static Process start(String classPath, String main, String... arguments) throws IOException {
        return new ProcessBuilder(command(classPath, main, arguments))
                .redirectErrorStream(true)
                .start();
    }

    static List<String> command(Class<?> main, String... arguments) {
        return command(System.getProperty("java.class.path"), main.getName(), arguments);
    }

    private static List<String> command(String classPath, String main, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED"); // or the JVM prints a warning among what the child says
        }
        command.addAll(List.of("-Djava.io.tmpdir=" + UNPACKED, "-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Path deletedAtTheEnd() {
        try {
            Path folder = Files.createTempDirectory("countersign-children-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteTree(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
