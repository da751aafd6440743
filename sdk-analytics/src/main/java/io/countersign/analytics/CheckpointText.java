package io.countersign.analytics;

import io.countersign.model.MalformedInputException;
import io.countersign.model.json.Digest;
import java.util.Base64;

/** The first three lines of a signed checkpoint: origin, size and root (see {@code docs/spec/export.md}). */
record CheckpointText(String origin, long size, Digest root) {
    private static final int SIZE_DIGITS_MAX = 18;

    /**
     * Reads them; signatures are not looked at.
     *
     * @throws MalformedInputException if the text is no checkpoint
     */
    static CheckpointText parse(String note) {
        String[] lines = note.split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty() || !note.contains("\n\n")) {
            throw new MalformedInputException("Not a signed checkpoint: it has no origin, size, root and blank line");
        }
        if (!lines[1].matches("0|[1-9][0-9]{0," + (SIZE_DIGITS_MAX - 1) + "}")) {
            throw new MalformedInputException("Not a signed checkpoint: its size reads \"" + lines[1] + "\"");
        }
        try {
            return new CheckpointText(
                    lines[0],
                    Long.parseLong(lines[1]),
                    Digest.ofHash(Base64.getDecoder().decode(lines[2])));
        } catch (IllegalArgumentException | MalformedInputException e) {
            throw new MalformedInputException("Not a signed checkpoint: its root reads \"" + lines[2] + "\"", e);
        }
    }
}
