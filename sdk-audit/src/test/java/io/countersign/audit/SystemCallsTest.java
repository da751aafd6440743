package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemCallsTest {
    @TempDir
    Path folder;

    @Test
    void read_callDuringWhichAnotherThreadEnds_isOneCall() throws IOException {
        String ledger = escaped(folder.resolve(SystemCalls.LEDGER).toString());
        Path trace = folder.resolve("trace");
        Files.writeString(
                trace,
                "7   pwrite64(4<" + ledger + ">, \"\\x0d\\x28\", 2, 65760 <unfinished ...>\n"
                        + "9   +++ exited with 0 +++\n"
                        + "7   <... pwrite64 resumed>) = 2\n"
                        + "7   fdatasync(4<" + ledger + "> <unfinished ...>\n"
                        + "8   fsync(5<" + ledger + ">) = -1 EIO (Input/output error)\n"
                        + "7   <... fdatasync resumed>)          = 0\n");

        assertThat(SystemCalls.read(trace, folder))
                .extracting(call -> call.name() + " " + call.file() + " " + call.bytes().length + " " + call.number())
                .containsExactly("pwrite64 ledger.db 2 65760", "fdatasync ledger.db 0 0");
    }

    private static String escaped(String text) {
        return text.chars().mapToObj(c -> String.format("\\x%02x", c)).collect(Collectors.joining());
    }
}
