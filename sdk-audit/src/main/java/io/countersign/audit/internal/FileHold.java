package io.countersign.audit.internal;

import io.countersign.model.LedgerUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A ledger's file in the hands of one writer: the lock is on a file of its own, beside it. */
final class FileHold implements LedgerStore.Hold {
    /**
     * Files that this process holds. Asked before the lock file is opened at all: closing a second channel on it would give up
     * the lock of the first.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private boolean closed;

    private FileHold(Path file, FileChannel lockChannel, FileLock lock) {
        this.file = file;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /**
     * Takes a file for writing.
     *
     * @param file with symbolic links resolved
     * @throws LedgerUnavailableException if somebody else holds it
     */
    static FileHold of(Path file) {
        if (!HELD.add(file)) {
            throw new LedgerUnavailableException(
                    "The ledger " + file + " is open in this process already: use that one, or close it first");
        }
        FileHold held = null;
        try {
            held = lock(file);
            return held;
        } finally {
            if (held == null) {
                HELD.remove(file);
            }
        }
    }

    private static FileHold lock(Path file) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } finally {
                if (lock == null) {
                    channel.close();
                }
            }
            if (lock == null) {
                throw new LedgerUnavailableException("The ledger " + file + " is open in another process, which holds "
                        + lockFile + ": close it there first");
            }
            return new FileHold(file, channel, lock);
        } catch (IOException e) {
            throw new LedgerUnavailableException("The ledger " + file + " cannot be locked: " + e, e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lock.release();
            lockChannel.close();
        } catch (IOException e) {
            throw new LedgerUnavailableException("The lock of the ledger " + file + " cannot be released: " + e, e);
        } finally {
            HELD.remove(file);
        }
    }
}
