package io.countersign.model.journal;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param entries the entries as recorded, in the order of the drafts
 * @param repeated whether the batch had been recorded before under the same key, so that nothing was written now
 */
public record AppendResult(List<JournalEntry> entries, boolean repeated) {
    public AppendResult {
        entries = List.copyOf(entries);
    }
}
