package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link ScriptedChild} asks of the operating system about its ledger's files, as strace saw it or with its interference. */
final class SystemCalls {
    static final String LEDGER = "ledger.db";
    static final String SAID = "said";

    private static final String TRACED =
            "openat,pwrite64,pwritev,write,writev,ftruncate,fallocate,fsync,fdatasync,sync_file_range,unlink,unlinkat,rename,renameat,renameat2";
    private static final Pattern LINE = Pattern.compile("\\d+ +(\\w+)\\((.*)\\) += (-?\\d+).*");
    private static final Pattern UNFINISHED = Pattern.compile("(\\d+) +(.*) <unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern ARGUMENTS =
            Pattern.compile("(?:\\d+<([^>]*)>|AT_FDCWD<[^>]*>)?(?:, )?(?:\"([^\"]*)\")?(?:, )?(.*)");

    private SystemCalls() {}

    /**
     * A call that succeeded.
     *
     * @param name of the call
     * @param file the name of the file that it is about; the empty name is the folder
     * @param bytes what was written
     * @param number the offset of {@code pwrite64}, the length of {@code ftruncate}
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares calls
    record Call(String name, String file, byte[] bytes, long number) {
        boolean isSync() {
            return name.equals("fsync") || name.equals("fdatasync");
        }

        /** The line that the child wrote; empty if it is another call. */
        String said() {
            return file.equals(SAID) && name.equals("write") ? new String(bytes, StandardCharsets.UTF_8).strip() : "";
        }
    }

    /** Runs a script on the ledger of a folder, and gives the calls of the child in order. */
    static List<Call> record(Path folder, int first, String script) throws Exception {
        Path trace = Files.createTempFile("countersign-trace-", ".txt");
        try {
            int status = run(
                    folder, first, script, List.of("--seccomp-bpf", "-xx", "-s", "10000000", "-o", trace.toString()));
            assertThat(status).isZero();
            return read(trace, folder);
        } finally {
            Files.delete(trace);
        }
    }

    /**
     * Runs a script on the ledger of a folder while something happens to one call of the child.
     *
     * @param injected as strace takes it after {@code -e inject=}
     */
    static int inject(Path folder, int first, String script, String injected) throws Exception {
        List<String> options = new ArrayList<>(List.of("-e", "inject=" + injected, "-o", "/dev/null"));
        if (!injected.contains("signal=")) {
            options.add("--seccomp-bpf"); // faster; signals do not arrive with it
        }
        return run(folder, first, script, options);
    }

    /** What the child of the last run said. */
    static List<String> said(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve(SAID));
    }

    private static int run(Path folder, int first, String script, List<String> options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("strace", "-f", "-y", "-e", "trace=" + TRACED, "-e", "signal=none"));
        for (String name : List.of("", LEDGER, LEDGER + "-wal", LEDGER + "-journal", SAID)) {
            command.addAll(List.of("-P", folder.resolve(name).toString()));
        }
        command.addAll(options);
        command.addAll(ChildJvm.command(
                ScriptedChild.class,
                folder.resolve(LEDGER).toString(),
                folder.resolve(SAID).toString(),
                String.valueOf(first),
                script));
        Process child;
        try {
            child = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "These tests watch system calls with strace, which runs on Linux: install the package strace and allow it to"
                            + " trace (in a container: the capability SYS_PTRACE)",
                    e);
        }
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> output.append(line).append('\n'));
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        if (!Files.exists(folder.resolve(SAID))) {
            throw new IllegalStateException("The traced program did not start; strace and it said: " + output);
        }
        return child.exitValue();
    }

    /** The calls of a trace as they ended: one during which another thread did something is on two lines. */
    static List<Call> read(Path trace, Path folder) throws IOException {
        List<Call> calls = new ArrayList<>();
        Map<String, String> begun = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher unfinished = UNFINISHED.matcher(line);
                if (unfinished.matches()) {
                    begun.put(unfinished.group(1), unfinished.group(2));
                    continue;
                }
                Matcher resumed = RESUMED.matcher(line);
                if (resumed.matches()) {
                    line = resumed.group(1) + " " + begun.remove(resumed.group(1)) + resumed.group(2);
                }
                Matcher call = LINE.matcher(line);
                if (call.matches()) {
                    if (!call.group(3).startsWith("-")) {
                        calls.add(call(call.group(1), call.group(2), folder));
                    }
                } else {
                    assertThat(line).as("a line of the trace").matches("\\d+ +(\\+\\+\\+|---) .*");
                }
            }
        }
        assertThat(begun).as("calls that never ended").isEmpty();
        return calls;
    }

    /** Paths and contents are all in hexadecimal, so that nothing in them looks like punctuation. */
    private static Call call(String name, String arguments, Path folder) {
        Matcher parts = ARGUMENTS.matcher(arguments);
        assertThat(parts.matches()).as(arguments).isTrue();
        byte[] text = parts.group(2) == null ? new byte[0] : bytes(parts.group(2));
        boolean isByPath = name.equals("openat") || name.equals("unlink");
        Path path = Path.of(new String(isByPath ? text : bytes(parts.group(1)), StandardCharsets.UTF_8));
        String file = path.equals(folder) ? "" : folder.relativize(path).toString();
        return switch (name) {
            case "openat" -> new Call(parts.group(3).contains("O_CREAT") ? "create" : "open", file, new byte[0], 0);
            case "pwrite64" -> new Call(name, file, text, number(parts.group(3)));
            case "ftruncate" -> new Call(name, file, text, Long.parseLong(parts.group(3)));
            case "write", "fsync", "fdatasync", "unlink" -> new Call(name, file, text, 0);
            default ->
                throw new IllegalStateException("This test does not know what a crash makes of the call " + name);
        };
    }

    /** The last of {@code LENGTH, OFFSET}. */
    private static long number(String arguments) {
        return Long.parseLong(arguments.substring(arguments.lastIndexOf(' ') + 1));
    }

    private static byte[] bytes(String escaped) {
        return HexFormat.of().parseHex(escaped.replace("\\x", ""));
    }
}
