package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell as an analyst opens it: its script in a process of its own, in a distribution whose library is this test's class path. */
class ShellTest {
    private static final String QUESTION = "sample.";

    @TempDir
    Path home;

    @BeforeEach
    void distribute() throws IOException {
        Path sources = Repository.root().resolve("examples/src/dist");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.copy(sources.resolve("bin/countersign-shell"), home.resolve("bin/countersign-shell"));
        Files.copy(sources.resolve("countersign.jsh"), home.resolve("countersign.jsh"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        try (var library = Files.newOutputStream(home.resolve("lib/everything.jar"))) {
            new JarOutputStream(library, manifest).close();
        }
    }

    @Test
    @Timeout(300)
    void shell_asked_answersTheThreeQuestionsOfItsWelcome() throws Exception {
        ProcessBuilder shell = new ProcessBuilder(
                        "sh", home.resolve("bin/countersign-shell").toString(), "-")
                .redirectErrorStream(true);
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("HOME", home.toString());
        Path temporary = Files.createDirectories(home.resolve("temporary"));
        shell.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary); // the sample stays where it is
        Process process = shell.start();
        List<String> welcome = new ArrayList<>();
        String answers;
        try (BufferedReader said =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Writer asked = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                welcome.add(line.strip());
                if (questions(welcome).size() == 3) {
                    break;
                }
            }
            for (String question : questions(welcome)) {
                asked.write("System.out.println(" + question + ")\n");
            }
            asked.write("System.out.println(Scenarios.class.getName())\n/exit\n"); // of two, the one in SQL
            asked.flush();
            answers = said.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        assertThat(questions(welcome)).as(String.join("\n", welcome)).hasSize(3);
        assertThat(answers)
                .contains("tickSize=0.1,")
                .contains("/priceRule/tickSize: 0.1 -> 1 by olga")
                .contains("change.applied")
                .contains("io.countersign.analytics.scenario.Scenarios")
                .doesNotContain("Error:");
    }

    private static List<String> questions(List<String> welcome) {
        return welcome.stream().filter(line -> line.startsWith(QUESTION)).toList();
    }
}
