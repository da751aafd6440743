package io.countersign.analytics;

import io.countersign.analytics.ResultFileException.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that appears whole under its name or not at all, and takes nobody's place. */
final class NewFile {
    private NewFile() {}

    interface Writing {
        /** Writes everything and returns the number of rows; may leave the stream open. */
        long to(OutputStream out) throws IOException;
    }

    /** The number of rows. */
    static long write(Path target, Writing writing) {
        if (Files.exists(target)) {
            throw exists(target);
        }
        Path name = target.getFileName();
        if (name == null) {
            throw new ResultFileException(Reason.STORAGE, "A result needs a file name: " + target);
        }
        Path part = target.resolveSibling("." + name + "." + UUID.randomUUID() + ".part");
        try {
            long rows = fill(part, writing);
            publish(part, target);
            return rows;
        } catch (FileAlreadyExistsException e) {
            throw exists(target);
        } catch (IOException e) {
            throw new ResultFileException(Reason.STORAGE, "The result could not be written to " + target + ": " + e, e);
        } finally {
            discard(part);
        }
    }

    private static long fill(Path part, Writing writing) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            long rows = writing.to(out);
            if (channel.isOpen()) {
                out.flush();
                channel.force(true);
            }
            return rows;
        }
    }

    /** A second name fails where the name is taken; where there are no second names, the name is taken before it is filled. */
    private static void publish(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.createFile(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new ResultFileException(Reason.STORAGE, "The unfinished " + part + " could not be removed: " + e, e);
        }
    }

    private static ResultFileException exists(Path target) {
        return new ResultFileException(Reason.EXISTS, target + " exists, and is not overwritten");
    }
}
