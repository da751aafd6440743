package io.countersign.model.venue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Responses far larger than any venue's. Small ones by default; with {@code -Dcountersign.fuzz=full} 100 MB each, in a process
 * with a heap of 256 MB.
 */
class SizeAttackTest {
    private static final int SMALL = 200_000;
    private static final int FULL = 100_000_000;

    @Test
    void read_sizeAttacks_endInFindings() throws IOException, InterruptedException {
        if (System.getProperty("countersign.fuzz", "").equals("full")) {
            runFull();
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertThat(SizeAttack.run(SMALL, new PrintStream(said, true, UTF_8)))
                .as(said.toString(UTF_8))
                .isTrue();
    }

    private static void runFull() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SizeAttack.class.getName(),
                        Integer.toString(FULL))
                .redirectErrorStream(true)
                .start();
        try (InputStream output = child.getInputStream()) {
            String said = new String(output.readAllBytes(), UTF_8);
            assertThat(child.waitFor()).as(said).isZero();
        } finally {
            child.destroyForcibly();
        }
    }
}
