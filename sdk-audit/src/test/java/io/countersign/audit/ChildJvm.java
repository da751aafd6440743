package io.countersign.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second process with this test's class path. */
final class ChildJvm {
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
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
