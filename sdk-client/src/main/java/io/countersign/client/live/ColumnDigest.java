package io.countersign.client.live;

import io.countersign.model.json.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.List;

/**
 * SHA-256 over columns: each its number of rows, then numbers as 8 bytes and texts as their length and UTF-8. A coded column is
 * its texts in order and the index of one a row, so that the order in which they were numbered does not matter. Not safe for
 * concurrent use.
 */
final class ColumnDigest {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    ColumnDigest(String format) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        add(format);
    }

    ColumnDigest add(long value) {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        buffer.putLong(value);
        return this;
    }

    ColumnDigest add(DecimalColumn column) {
        add(column.size()).add(column.scale());
        for (int row = 0; row < column.size(); row++) {
            add(column.unscaled(row));
        }
        return this;
    }

    ColumnDigest add(TextColumn column) {
        add(column.size());
        for (int row = 0; row < column.size(); row++) {
            add(column.at(row));
        }
        return this;
    }

    ColumnDigest add(CodedColumn column) {
        List<String> ordered = column.values().stream().sorted().toList();
        int[] places = column.values().stream().mapToInt(ordered::indexOf).toArray();
        add(column.size()).add(ordered.size());
        ordered.forEach(this::add);
        for (int row = 0; row < column.size(); row++) {
            add(places[column.code(row)]);
        }
        return this;
    }

    ColumnDigest add(BitSet column) {
        long[] words = column.toLongArray();
        add(words.length);
        for (long word : words) {
            add(word);
        }
        return this;
    }

    ColumnDigest add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        if (bytes.length > buffer.remaining()) {
            flush();
        }
        if (bytes.length > buffer.remaining()) {
            digest.update(bytes);
        } else {
            buffer.put(bytes);
        }
        return this;
    }

    Digest finish() {
        flush();
        return Digest.ofHash(digest.digest());
    }

    private void flush() {
        digest.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }
}
