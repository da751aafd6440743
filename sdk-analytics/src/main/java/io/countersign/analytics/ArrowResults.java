package io.countersign.analytics;

import io.countersign.analytics.internal.ArrowAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Answers as Arrow columns: in this process, as a stream or a file of Arrow's IPC format (uncompressed), or handed to native
 * code such as Python through the C stream interface.
 *
 * <p>A host that uses this class has {@code org.apache.arrow:arrow-vector}, {@code arrow-c-data} and {@code
 * arrow-memory-unsafe} on its class path and starts java with {@code --add-opens=java.base/java.nio=ALL-UNNAMED}; every method
 * checks that first. Nothing else of this library needs them.
 *
 * <p>Columns of times are in microseconds, those with a zone in UTC; decimals keep their digits and scale; UUIDs and JSON are
 * texts. What Arrow takes is whole: a result of more rows than the session allows fails, where a {@link ResultTable} would be
 * cut.
 */
public final class ArrowResults {
    /** Most rows in one batch. */
    public static final int BATCH_ROWS_MAX = 16_384;

    private ArrowResults() {}

    /**
     * Asks, and gives the answer batch by batch. Close the reader, before the allocator and the session. The session can be asked
     * more meanwhile.
     *
     * <p>{@link ArrowReader#loadNextBatch()} throws a {@link QueryFailedException} at the batch with which the rows would be more
     * than the session allows, and a {@link CancellationException} if the question was cancelled.
     *
     * @param allocator whose memory the batches are in
     * @throws ArrowUnavailableException if this process lacks what the class needs
     * @throws QueryFailedException if there is no answer
     * @throws CancellationException if the question was cancelled
     */
    public static ArrowReader reader(AnalystQuestion question, BufferAllocator allocator) {
        requireArrow();
        return Batches.open(question, allocator);
    }

    /**
     * Asks, and hands the answer to native code: fills the C structure, whose address is {@link
     * ArrowArrayStream#memoryAddress()}. Whoever takes the stream over releases it, which ends the question. Failures underway
     * reach the taker as the stream's last error.
     *
     * @throws ArrowUnavailableException if this process lacks what the class needs
     * @throws QueryFailedException if there is no answer
     * @throws CancellationException if the question was cancelled
     */
    public static void export(AnalystQuestion question, BufferAllocator allocator, ArrowArrayStream target) {
        Data.exportArrayStream(allocator, reader(question, allocator), target);
    }

    /**
     * Asks, and writes the answer to a new file in the IPC file format ({@code .arrow}).
     *
     * @return how many rows
     * @throws ArrowUnavailableException if this process lacks what the class needs
     * @throws QueryFailedException if there is no answer, or more rows than the session allows
     * @throws CancellationException if the question was cancelled
     * @throws ResultFileException if there is such a file already, or it cannot be written
     */
    public static long writeFile(AnalystQuestion question, Path file) {
        requireArrow();
        return NewFile.write(file, out -> Batches.write(question, out, true));
    }

    /**
     * Asks, and writes the answer in the IPC stream format ({@code .arrows}). Leaves the stream open. After an exception what was
     * written has no end mark.
     *
     * @return how many rows
     * @throws ArrowUnavailableException if this process lacks what the class needs
     * @throws QueryFailedException if there is no answer, or more rows than the session allows
     * @throws CancellationException if the question was cancelled
     * @throws IOException if the stream fails
     */
    public static long writeStream(AnalystQuestion question, OutputStream out) throws IOException {
        requireArrow();
        return Batches.write(question, out, false);
    }

    /**
     * Fails where this process cannot exchange rows as Arrow.
     *
     * @throws ArrowUnavailableException with what to add to the class path or the command line
     */
    public static void requireArrow() {
        ArrowAccess.missing().ifPresent(message -> {
            throw new ArrowUnavailableException(message);
        });
    }

    /**
     * The engine's batches, up to the session's limit. Also holds whatever the class around it cannot, whose every line has to
     * load where there is no Arrow.
     */
    private static final class Batches extends ArrowReader {
        private final AnalystQuestion question;
        private final QuestionRows rows;
        private final ArrowReader engine;
        private long taken;

        private Batches(AnalystQuestion question, QuestionRows rows, ArrowReader engine, BufferAllocator allocator) {
            super(allocator);
            this.question = question;
            this.rows = rows;
            this.engine = engine;
        }

        static ArrowReader open(AnalystQuestion question, BufferAllocator allocator) {
            QuestionRows rows = question.open();
            try {
                Object stream = rows.held().arrow(allocator, BATCH_ROWS_MAX);
                return new Batches(question, rows, (ArrowReader) stream, allocator);
            } catch (RuntimeException e) {
                rows.close();
                throw e;
            }
        }

        static long write(AnalystQuestion question, OutputStream out, boolean file) throws IOException {
            long rows = 0;
            Lent channel = new Lent(out);
            try (BufferAllocator allocator = new RootAllocator();
                    ArrowReader reader = open(question, allocator);
                    ArrowWriter writer = writer(reader, channel, file)) {
                try {
                    writer.start();
                    while (reader.loadNextBatch()) {
                        writer.writeBatch();
                        rows += reader.getVectorSchemaRoot().getRowCount();
                    }
                    writer.end();
                } catch (IOException | RuntimeException e) {
                    channel.breakOff();
                    throw e;
                }
            }
            return rows;
        }

        private static ArrowWriter writer(ArrowReader reader, WritableByteChannel channel, boolean file)
                throws IOException {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            return file ? new ArrowFileWriter(root, reader, channel) : new ArrowStreamWriter(root, reader, channel);
        }

        @Override
        public boolean loadNextBatch() throws IOException {
            if (question.cancelled()) {
                throw new CancellationException("The question was cancelled");
            }
            boolean loaded = engine.loadNextBatch();
            taken += loaded ? engine.getVectorSchemaRoot().getRowCount() : 0;
            if (taken > question.rowsMax()) {
                throw question.tooManyRows();
            }
            return loaded;
        }

        @Override
        public VectorSchemaRoot getVectorSchemaRoot() throws IOException {
            return engine.getVectorSchemaRoot();
        }

        @Override
        public Map<Long, Dictionary> getDictionaryVectors() throws IOException {
            return engine.getDictionaryVectors();
        }

        @Override
        public Dictionary lookup(long id) {
            return engine.lookup(id);
        }

        @Override
        public Set<Long> getDictionaryIds() {
            return engine.getDictionaryIds();
        }

        @Override
        public long bytesRead() {
            return engine.bytesRead();
        }

        @Override
        public void close() throws IOException {
            close(true);
        }

        @Override
        public void close(boolean closeReadSource) throws IOException {
            try {
                engine.close(closeReadSource);
            } finally {
                rows.close();
            }
        }

        @Override
        protected void closeReadSource() {
            // The engine's reader closes its own.
        }

        @Override
        protected Schema readSchema() throws IOException {
            return engine.getVectorSchemaRoot().getSchema();
        }
    }

    /** A stream that is given back open, and to which a writer that is closed after a failure adds no end mark. */
    private static final class Lent implements WritableByteChannel {
        private final WritableByteChannel channel;
        private boolean broken;

        Lent(OutputStream out) {
            this.channel = Channels.newChannel(out);
        }

        void breakOff() {
            broken = true;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (!broken) {
                return channel.write(bytes);
            }
            int left = bytes.remaining();
            bytes.position(bytes.limit());
            return left;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // It is lent.
        }
    }
}
