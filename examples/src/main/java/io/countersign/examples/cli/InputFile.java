package io.countersign.examples.cli;

import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A venue's response in a file, gzipped or not. */
public final class InputFile {
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private InputFile() {}

    /**
     * Reads the response.
     *
     * @throws UnreadableException if there is no such file, or it may not be read
     */
    public static VenueReading read(VenueReader reader, Path file) {
        return read(file, bytes -> reader.read(String.valueOf(file.getFileName()), bytes));
    }

    /**
     * Reads anything.
     *
     * @throws UnreadableException if there is no such file, or it may not be read
     */
    static <T> T read(Path file, Function<InputStream, T> reader) {
        try (InputStream bytes = open(file)) {
            return reader.apply(bytes);
        } catch (NoSuchFileException e) {
            throw new UnreadableException("No such file: " + file, e);
        } catch (IOException e) {
            throw new UnreadableException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        bytes.mark(2);
        boolean gzipped = bytes.read() == GZIP_MAGIC_1 && bytes.read() == GZIP_MAGIC_2;
        bytes.reset();
        return gzipped ? new GZIPInputStream(bytes) : bytes;
    }

    /** The file named on the command line cannot be read: bad usage. */
    public static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
