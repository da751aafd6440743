package io.countersign.analytics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** A program that asks for Arrow, run in a Java of its own. */
final class ArrowHost {
    private ArrowHost() {}

    public static void main(String[] arguments) throws IOException {
        try (AuditWarehouse warehouse = AuditWarehouse.open(Path.of(arguments[0]));
                AnalystSession session = warehouse.analyst(QueryLimits.DEFAULT)) {
            try {
                AnalystQuestion question = session.question("SELECT 42");
                System.out.println("rows " + ArrowResults.writeStream(question, new ByteArrayOutputStream()));
            } catch (ArrowUnavailableException e) {
                System.out.println(e);
            }
            System.out.println("table " + session.query("SELECT 42").text(0, 0));
        }
    }
}
