package io.countersign.audit;

import io.countersign.audit.SystemCalls.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a disk may hold of a folder after a crash, calculated from the calls before it. What was synced is there. Of everything later
 * any part may be: whole writes in any choice, the last one torn between sectors of 512 bytes, files that were made or deleted or not.
 * A deleted file stays deleted once its folder is synced, or a new file of its name.
 */
final class CrashedFolder {
    private static final int SECTOR = 512;
    private static final int ABSENT = -1;

    private final Map<String, Content> files = new TreeMap<>();

    /** A file: what is certain, and what happened since. */
    private static final class Content {
        private byte @Nullable [] synced;
        private final List<Call> since = new ArrayList<>();
    }

    /** Something that a crash may leave, as the bytes of each file that is there. */
    record State(String what, Map<String, byte[]> files) {
        void writeTo(Path folder) throws IOException {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        }
    }

    void add(Call call) {
        if (call.name().equals("open") || call.file().equals(SystemCalls.SAID)) {
            return;
        }
        if (call.file().isEmpty()) {
            if (call.isSync()) {
                files.values().forEach(CrashedFolder::syncName);
            }
            return;
        }
        Content content = files.computeIfAbsent(call.file(), name -> new Content());
        if (call.isSync()) {
            content.synced = applied(content.synced, content.since);
            content.since.clear();
        } else {
            content.since.add(call);
        }
    }

    /** Everything that was written, as after a kill of the process. */
    State written() {
        return state("all writes", (name, content) -> content.since);
    }

    /** Nothing of what was not synced. */
    State synced() {
        return state("synced writes only", (name, content) -> List.of());
    }

    /** Whether the two differ. */
    boolean isAnythingUnsynced() {
        return files.values().stream().anyMatch(content -> !content.since.isEmpty());
    }

    /** Some of what was not synced, each call whole or not at all. */
    State some(Random random) {
        return state(
                "some writes",
                (name, content) -> content.since.stream()
                        .filter(call -> random.nextBoolean())
                        .toList());
    }

    /** Everything, but of the last write only its beginning. */
    State torn(Call last, Random random) {
        int sectors = sectors(last);
        int kept = random.nextInt(sectors);
        return sectors(
                last, "the first " + kept + " of " + sectors + " sectors of the last write", sector -> sector < kept);
    }

    /** Everything, but of the last write only some sectors. */
    State holed(Call last, Random random) {
        return sectors(last, "some sectors of the last write", sector -> random.nextBoolean());
    }

    private interface Sectors {
        boolean isKept(int sector);
    }

    private interface Choice {
        List<Call> of(String name, Content content);
    }

    private State sectors(Call last, String what, Sectors kept) {
        return state(what, (name, content) -> {
            if (!name.equals(last.file())) {
                return content.since;
            }
            List<Call> calls = new ArrayList<>(content.since);
            calls.remove(calls.size() - 1);
            long start = last.number();
            long end = start + last.bytes().length;
            int sector = 0;
            for (long from = start; from < end; from = (from / SECTOR + 1) * SECTOR) {
                long to = Math.min(end, (from / SECTOR + 1) * SECTOR);
                if (kept.isKept(sector)) {
                    byte[] part = Arrays.copyOfRange(last.bytes(), (int) (from - start), (int) (to - start));
                    calls.add(new Call(last.name(), name, part, from));
                }
                sector++;
            }
            return calls;
        });
    }

    private static int sectors(Call write) {
        return (int) ((write.number() + write.bytes().length - 1) / SECTOR - write.number() / SECTOR + 1);
    }

    private State state(String what, Choice choice) {
        Map<String, byte[]> state = new TreeMap<>();
        files.forEach((name, content) -> {
            byte[] bytes = applied(content.synced, choice.of(name, content));
            if (bytes != null) {
                state.put(name, bytes);
            }
        });
        return new State(what, state);
    }

    /** The folder knows from now on whether there is such a file; its content is as uncertain as before. */
    private static void syncName(Content content) {
        for (int i = content.since.size() - 1; i >= 0; i--) {
            if (content.since.get(i).name().equals("unlink")) {
                content.since.subList(0, i + 1).clear();
                content.synced = null;
                break;
            }
        }
        if (content.synced == null && !content.since.isEmpty()) {
            content.synced = new byte[0];
        }
    }

    private static byte @Nullable [] applied(byte @Nullable [] before, List<Call> calls) {
        if (calls.isEmpty()) {
            return before;
        }
        byte[] old = before == null ? new byte[0] : before;
        long capacity = old.length;
        for (Call call : calls) {
            capacity = Math.max(capacity, call.number() + call.bytes().length);
        }
        byte[] bytes = Arrays.copyOf(old, Math.toIntExact(capacity));
        int length = before == null ? ABSENT : before.length;
        for (Call call : calls) {
            int at = (int) call.number();
            switch (call.name()) {
                case "create" -> length = Math.max(length, 0);
                case "unlink" -> length = ABSENT;
                case "ftruncate" -> {
                    Arrays.fill(bytes, Math.min(at, Math.max(length, 0)), bytes.length, (byte) 0);
                    length = at;
                }
                case "pwrite64" -> {
                    if (at > length) {
                        Arrays.fill(bytes, Math.max(length, 0), at, (byte) 0);
                    }
                    System.arraycopy(call.bytes(), 0, bytes, at, call.bytes().length);
                    length = Math.max(length, at + call.bytes().length);
                }
                default ->
                    throw new IllegalStateException("This test does not know what a crash makes of " + call.name());
            }
        }
        return length == ABSENT ? null : Arrays.copyOf(bytes, length);
    }
}
