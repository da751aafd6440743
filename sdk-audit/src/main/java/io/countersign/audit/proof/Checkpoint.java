package io.countersign.audit.proof;

import java.util.List;

/**
 * Where a log stood: its name, how many entries it had, and the root over them (c2sp.org/tlog-checkpoint).
 *
 * @param origin name of the log; not empty
 * @param size number of entries; unsigned 64 bits
 * @param rootBase64 the root as base64; 32 bytes in our ledgers, though the format does not say so
 * @param extensions further lines, which mean nothing here; our ledgers write none
 */
public record Checkpoint(String origin, long size, String rootBase64, List<String> extensions) {
    /**
     * Checks the parts.
     *
     * @throws ProofRejectedException if a line is empty or has a line break, or the root is not base64
     */
    public Checkpoint {
        extensions = List.copyOf(extensions);
        requireLine("Origin", origin);
        extensions.forEach(line -> requireLine("Extension", line));
        if (rootBase64.isEmpty()) {
            throw ProofRejectedException.malformed("The root of a checkpoint must not be empty");
        }
        StrictText.base64("The root of the checkpoint", rootBase64);
    }

    /** A checkpoint without extensions. */
    public static Checkpoint of(String origin, long size, byte[] root) {
        return new Checkpoint(origin, size, StrictText.base64(root), List.of());
    }

    /**
     * Reads the text of a note.
     *
     * @throws ProofRejectedException if it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        if (!text.endsWith("\n")) {
            throw ProofRejectedException.malformed("A checkpoint ends with a line break");
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3) {
            throw ProofRejectedException.malformed(
                    "A checkpoint has at least three lines (origin, size, root), this one " + lines.size());
        }
        return new Checkpoint(
                lines.get(0),
                StrictText.unsigned("The size of the checkpoint", lines.get(1)),
                lines.get(2),
                lines.subList(3, lines.size()));
    }

    /** The root's bytes. */
    public byte[] root() {
        return StrictText.base64("The root of the checkpoint", rootBase64);
    }

    /** The text that is signed. */
    public String text() {
        StringBuilder text = new StringBuilder(origin).append('\n');
        text.append(Long.toUnsignedString(size)).append('\n').append(rootBase64).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static void requireLine(String thing, String line) {
        if (line.isEmpty() || line.indexOf('\n') >= 0) {
            throw ProofRejectedException.malformed(
                    thing + " of a checkpoint must be one line that is not empty: " + StrictText.shown(line));
        }
    }
}
