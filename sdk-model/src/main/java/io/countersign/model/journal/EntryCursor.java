package io.countersign.model.journal;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Entries read one after the other in bounded memory. Close it; not for use by several threads. */
public interface EntryCursor extends Iterator<JournalEntry>, AutoCloseable {
    /** Gives back what the cursor holds. Closing twice is harmless. */
    @Override
    void close();

    /** The rest as a stream that closes this cursor when it is closed. */
    default Stream<JournalEntry> stream() {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, traits), false)
                .onClose(this::close);
    }

    /** The rest as a list; closes this cursor. */
    default List<JournalEntry> toList() {
        try (Stream<JournalEntry> rest = stream()) {
            return rest.toList();
        }
    }
}
