package io.countersign.audit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Another program with a ledger's file in hand: runs a statement on it by plain SQLite, or copies it. */
final class PlainChild {
    private PlainChild() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("copy")) {
            Files.copy(Path.of(args[1]), Path.of(args[2]));
        } else {
            RawFile.run(Path.of(args[1]), args[2]);
        }
        System.out.println("done");
    }
}
