package io.countersign.analytics.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Copies rows from Arrow's IPC formats into the engine. Used only where {@link ArrowAccess} has found nothing missing. */
final class ArrowFileSource {
    private static final byte[] FILE_MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    private ArrowFileSource() {}

    /** Makes a table of the rows of a file, which is in the file format or in the stream format. */
    static void copy(DuckDb duck, String table, Path file) throws IOException {
        try (BufferAllocator allocator = new RootAllocator()) {
            if (isFileFormat(file)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                        ArrowReader reader = new ArrowFileReader(channel, allocator)) {
                    copy(duck, table, reader, allocator);
                }
            } else {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                        ArrowReader reader = new ArrowStreamReader(in, allocator)) {
                    copy(duck, table, reader, allocator);
                }
            }
        }
    }

    private static void copy(DuckDb duck, String table, ArrowReader reader, BufferAllocator allocator) {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            duck.copyArrow(table, stream);
        }
    }

    private static boolean isFileFormat(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(FILE_MAGIC.length), FILE_MAGIC);
        }
    }
}
