package io.countersign.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.finding.Finding;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.merkle.MerkleFrontier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An export that is killed before any change of its folder, or whose disk fills up or goes at any write: readers see the
 * export before or the one after, and the next export makes the same bytes as if nothing had happened.
 */
class ExportFaultsTest {
    private static final int BEFORE = 30;
    private static final int TRIALS_MAX = 500;

    @TempDir
    Path directory;

    private Path prepared;
    private Map<String, Digest> undisturbed;
    private int trial;

    @BeforeEach
    void prepare() throws IOException {
        prepared = directory.resolve("prepared");
        LedgerExporterTest.exporter(SampleHistory.journal(), Optional.of(LedgerExporterTest.note(headOf(BEFORE))))
                .export(prepared);
        NativeLayer.builder().build().update(prepared);
        Path whole = copy(prepared);
        ExportChild.bringUp(whole, () -> {});
        undisturbed = files(whole);
    }

    @Test
    void export_killedAtAnyStep_isTheOneBeforeOrTheOneAfter() throws Exception {
        int step = System.getProperty("countersign.faults", "").equals("full") ? 1 : 12;
        for (int n = 1; ; n += step) {
            Path place = copy(prepared);
            int status = run(place, n, List.of());
            if (status == ExportChild.DONE) {
                report("kills", n / step);
                return;
            }
            assertThat(status)
                    .as("killed before step %d: %s", n, Files.readString(said(place)))
                    .isEqualTo(ExportChild.KILLED);
            check(place, "killed before step " + n);
        }
    }

    @Tag("faults")
    @Test
    void export_diskFullFromAnyWriteOn_isATypedErrorAndNothingElse() throws Exception {
        report("full", failingFromEvery("write:error=ENOSPC", 6) + failingFromEvery("pwrite64:error=ENOSPC", 1));
    }

    @Tag("faults")
    @Test
    void export_diskGoneFromAnySyncOn_isATypedErrorAndNothingElse() throws Exception {
        report("gone", failingFromEvery("fsync:error=EIO", 4));
    }

    private int failingFromEvery(String injected, int step) throws Exception {
        for (int n = 1; n < step * TRIALS_MAX; n += step) {
            Path place = copy(prepared);
            int status = run(place, 0, strace(place, injected + ":when=" + n + "+"));
            if (status == ExportChild.DONE) {
                return n / step;
            }
            assertThat(status)
                    .as("%s from %d on: %s", injected, n, Files.readString(said(place)))
                    .isEqualTo(ExportChild.TYPED_ERROR);
            check(place, injected + " from " + n + " on");
        }
        throw new AssertionError("The export never came to its end");
    }

    private void check(Path place, String what) throws IOException {
        List<Finding> findings = ExportVerifier.builder()
                .trusting(LedgerExporterTest.SIGNER.vkey())
                .build()
                .validate(place)
                .findings()
                .findings();
        // Files that were moved and not published yet are no part of an export, and neither is a database that was
        // being written to.
        assertThat(findings)
                .as(what)
                .allSatisfy(finding ->
                        assertThat(finding.ruleId()).isIn("EXPORT-FILE-UNKNOWN", "EXPORT-UNSIGNED", "EXPORT-LAYER"));
        try (AuditWarehouse warehouse = AuditWarehouse.open(place)) {
            long size = warehouse.manifest().size();
            assertThat(size)
                    .as(what)
                    .isIn((long) BEFORE, SampleHistory.journal().head().size());
            ResultTable table = warehouse.query("SELECT count(*), min(sequence), max(sequence) FROM entry");
            assertThat(table.text(0, 0) + " " + table.text(0, 1) + " " + table.text(0, 2))
                    .as(what)
                    .isEqualTo(size + " 0 " + (size - 1));
        }
        ExportChild.bringUp(place, () -> {});
        assertThat(files(place)).as("after the next export, " + what).isEqualTo(undisturbed);
        try (AuditWarehouse warehouse = AuditWarehouse.open(place)) {
            assertThat(warehouse.layer()).as(what).isPresent();
            assertThat(warehouse.query("SELECT count(*) FROM entry").text(0, 0))
                    .as(what)
                    .isEqualTo(Long.toString(warehouse.manifest().size()));
        }
        ExportFolder.deleteTree(place);
    }

    /** The calls about the files of the export, where they are made and where they end up. */
    private List<String> strace(Path place, String injected) {
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-e",
                "trace=" + injected.substring(0, injected.indexOf(':')),
                "-e",
                "inject=" + injected,
                "-o",
                "/dev/null"));
        List<String> names = new ArrayList<>(undisturbed.keySet());
        names.addAll(List.of(ExportFolder.LAYERS, "intent.json", "audit-63.duckdb", "audit-63.duckdb.wal"));
        for (String name : names) {
            command.addAll(List.of("-P", place.resolve(".staging").resolve(name).toString()));
            command.addAll(List.of("-P", place.resolve(name).toString()));
        }
        return command;
    }

    private int run(Path place, int killedBefore, List<String> under) throws Exception {
        Path unpacked =
                Files.createTempDirectory(directory, "unpacked"); // by the driver; a child that is killed leaves it
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + unpacked,
                "-cp",
                System.getProperty("java.class.path"),
                ExportChild.class.getName(),
                place.toString(),
                String.valueOf(killedBefore)));
        try {
            Process child = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said(place).toFile())
                    .start();
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return child.exitValue();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "These tests watch system calls with strace, which runs on Linux: install the package strace and allow it to"
                            + " trace (in a container: the capability SYS_PTRACE)",
                    e);
        } finally {
            ExportFolder.deleteTree(unpacked);
        }
    }

    private static Path said(Path place) {
        return place.resolveSibling(place.getFileName() + ".txt");
    }

    /** Everything but the databases, whose bytes are not the same twice. */
    private static Map<String, Digest> files(Path place) throws IOException {
        Map<String, Digest> files = new TreeMap<>(LedgerExporterTest.contents(place));
        files.keySet().removeIf(name -> name.endsWith(".duckdb") || name.equals(ExportFolder.LAYERS));
        return files;
    }

    private static JournalHead headOf(int size) {
        MerkleFrontier frontier = new MerkleFrontier();
        SampleHistory.journal().read(EntryQuery.all()).toList().stream()
                .limit(size)
                .map(JournalEntry::leafHash)
                .forEach(frontier::append);
        return new JournalHead(size, Digest.ofHash(frontier.root()));
    }

    private Path copy(Path from) throws IOException {
        Path to = directory.resolve("trial-" + ++trial);
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
        return to;
    }

    private static void report(String test, int trials) throws IOException {
        assertThat(trials).as("trials").isPositive();
        Path folder = Files.createDirectories(Path.of("target", "faults"));
        Files.writeString(
                folder.resolve(test + ".txt"), "export: " + trials + " " + test + "\n", StandardCharsets.UTF_8);
    }
}
