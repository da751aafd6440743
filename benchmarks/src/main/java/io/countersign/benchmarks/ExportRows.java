package io.countersign.benchmarks;

import io.countersign.analytics.ExportFile;
import io.countersign.analytics.ExportManifest;
import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.EntryTable;
import io.countersign.analytics.internal.TableShape;
import io.countersign.analytics.internal.Views;
import java.nio.file.Path;
import java.util.List;

/** The rows of an export, to be read from its files. */
record ExportRows(Path directory, ExportManifest manifest) {
    private static final long ENTRIES_HELD_WHOLE = 2_000_000;

    /** The files of one shape. */
    List<Path> files(TableShape shape) {
        ExportFile.Content content =
                shape.equals(EntryTable.SHAPE) ? ExportFile.Content.LEDGER : ExportFile.Content.FIELD_CHANGE;
        return manifest.files(content).stream()
                .map(file -> directory.resolve(file.path()))
                .toList();
    }

    /** A query of DuckDB for the rows of one shape. */
    String select(TableShape shape) {
        return Views.select(shape, files(shape));
    }

    /** A query of DuckDB for the rows of a few files. */
    static String select(TableShape shape, List<Path> files, String columns) {
        return "SELECT " + columns + " FROM read_parquet(" + DuckDb.filesLiteral(files)
                + ", hive_partitioning = false)";
    }

    /**
     * The columns that the peers are given: all, and of large histories those that questions are about. Envelopes hold
     * the payloads once more, and are about half of what the tables take.
     */
    List<TableShape.Column> peerColumns(TableShape shape) {
        return shape.columns().stream()
                .filter(column -> peersHoldAll() || !column.name().equals("envelope"))
                .toList();
    }

    boolean peersHoldAll() {
        return manifest.size() <= ENTRIES_HELD_WHOLE;
    }

    /** What the files of the export take. */
    long bytes() {
        return manifest.files().stream().mapToLong(ExportFile::bytes).sum();
    }
}
