package io.countersign.analytics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.internal.TableShape.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableShapeTest {
    private static final TableShape OLD = new TableShape(
            "fact", List.of(new Column(1, "sequence", "BIGINT"), new Column(2, "who", "VARCHAR")), 2, "sequence");

    /** One column has another name, and one was added. */
    private static final TableShape NEW = new TableShape(
            "fact",
            List.of(
                    new Column(1, "sequence", "BIGINT"),
                    new Column(2, "actor", "VARCHAR"),
                    new Column(7, "recorded_at", "TIMESTAMP WITH TIME ZONE")),
            2,
            "sequence");

    @TempDir
    Path directory;

    @Test
    void select_oldAndNewFilesInAnyOrder_readsColumnsById() {
        try (DuckDb duck = DuckDb.inMemory(Map.of())) {
            Path before = directory.resolve("old.parquet");
            Path after = directory.resolve("new.parquet");
            write(duck, OLD, "(1, 'alice')", before);
            write(duck, NEW, "(2, 'bob', '2026-11-30 12:00:00Z')", after);

            for (List<Path> files : List.of(List.of(before, after), List.of(after, before))) {
                assertThat(duck.texts(
                                "SELECT concat_ws(' ', sequence, actor, coalesce(epoch(recorded_at)::BIGINT::VARCHAR, '-'))"
                                        + " FROM (" + Views.select(NEW, files) + ") ORDER BY sequence"))
                        .containsExactly("1 alice -", "2 bob 1796040000");
            }
            assertThat(duck.texts("SELECT actor FROM (" + Views.select(NEW, List.of(before, after))
                            + ") WHERE recorded_at IS NULL"))
                    .containsExactly("alice");
        }
    }

    @Test
    void isOf_columns_mayOnlyBeMissingAtTheEndWhereTheyWereAdded() {
        List<String> all = List.of("1 sequence BIGINT", "2 actor VARCHAR", "7 recorded_at TIMESTAMP WITH TIME ZONE");

        assertThat(NEW.isOf(all)).isTrue();
        assertThat(NEW.isOf(all.subList(0, 2))).as("an earlier version").isTrue();
        assertThat(NEW.isOf(all.subList(0, 1))).isFalse();
        assertThat(NEW.isOf(List.of(all.get(1), all.get(0), all.get(2)))).isFalse();
        assertThat(NEW.isOf(List.of("1 sequence BIGINT", "- actor VARCHAR"))).isFalse();
        assertThat(OLD.isOf(all)).as("a later version").isFalse();
    }

    @Test
    void columns_ofAFile_areThoseItWasWrittenWith() {
        try (DuckDb duck = DuckDb.inMemory(Map.of())) {
            Path file = directory.resolve("new.parquet");
            write(duck, NEW, "(2, 'bob', '2026-11-30 12:00:00Z')", file);

            assertThat(NEW.isOf(Views.columns(duck, file))).isTrue();
            assertThat(OLD.isOf(Views.columns(duck, file))).isFalse();
        }
    }

    private static void write(DuckDb duck, TableShape shape, String row, Path file) {
        duck.run("DROP TABLE IF EXISTS fact");
        duck.run(shape.create());
        duck.run("INSERT INTO fact VALUES " + row);
        duck.run(shape.copyTo(DuckDb.literal(file)));
    }
}
