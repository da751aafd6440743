package io.countersign.audit;

import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.CountersignException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.fixtures.SettableClock;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;

/**
 * Does what a script says to one ledger, on one thread, and writes a line to a file as soon as it knows how each step went: one
 * system call a line, so that a trace shows what was promised before what.
 *
 * <p>Each letter is a step: {@code a} appends the next batch, {@code n} has the head signed, {@code w} lets SQLite move the
 * write-ahead log into the file, {@code r} closes the ledger and opens it again, {@code c} closes it. Between {@code h} and the next
 * such letter, the first batch that is not acknowledged is the last thing that happens.
 */
final class ScriptedChild {
    private final Path file;
    private final FileOutputStream said;
    private final Ed25519Signer signer = Ed25519Signer.generate("example.com/ledger");

    private boolean isStoppedByFailure;

    private ScriptedChild(Path file, FileOutputStream said) {
        this.file = file;
        this.said = said;
    }

    /** The ledger's file, the file to write lines to, the number of the first batch, the script. */
    public static void main(String[] args) throws IOException {
        try (FileOutputStream said = new FileOutputStream(args[1])) {
            new ScriptedChild(Path.of(args[0]), said).run(Integer.parseInt(args[2]), args[3]);
        }
        Runtime.getRuntime().halt(0); // whatever is not closed is left as a crash would leave it
    }

    private void run(int first, String script) throws IOException {
        say("key " + signer.vkey());
        int next = first;
        AuditLedger ledger = open();
        for (int i = 0; i < script.length(); i++) {
            switch (script.charAt(i)) {
                case 'a' -> {
                    append(ledger, next);
                    next++;
                }
                case 'n' -> sign(ledger);
                case 'w' -> moveLog();
                case 'h' -> isStoppedByFailure = !isStoppedByFailure;
                case 'c' -> close(ledger);
                case 'r' -> {
                    close(ledger);
                    ledger = open();
                }
                default -> throw new IllegalArgumentException("No step is called " + script.charAt(i));
            }
        }
    }

    private AuditLedger open() throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                AuditLedger ledger = AuditLedger.builder()
                        .file(file)
                        .clock(SettableClock.atSomeInstant())
                        .signer(signer)
                        .signingWithin(Duration.ofDays(1))
                        .build();
                say("opened");
                return ledger;
            } catch (LedgerUnavailableException e) {
                say("unopened " + e.getMessage());
                if (attempt == 1) {
                    Runtime.getRuntime().halt(0);
                }
            }
        }
    }

    /** Once more where the ledger asks for it. */
    private void append(AuditLedger ledger, int number) throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            say("append " + number);
            try {
                ledger.append(FaultBatches.batch(number));
                say("acknowledged " + number);
                return;
            } catch (AppendStateUnknownException e) {
                say("unknown " + number + " " + e.getMessage());
            } catch (LedgerUnavailableException e) {
                say("refused " + number + " " + e.getMessage());
            } catch (CountersignException | Error e) {
                say("failed " + number + " " + e);
            }
            if (isStoppedByFailure) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    private void sign(AuditLedger ledger) throws IOException {
        try {
            String note = ledger.checkpoint();
            say("note " + Base64.getEncoder().encodeToString(note.getBytes(StandardCharsets.UTF_8)));
        } catch (LedgerUnavailableException e) {
            say("unsigned " + e.getMessage());
        }
    }

    private void moveLog() throws IOException {
        try {
            RawFile.run(file, "PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            say("unmoved " + e.getMessage());
        }
    }

    private void close(AuditLedger ledger) throws IOException {
        try {
            ledger.close();
            say("closed");
        } catch (LedgerUnavailableException e) {
            say("unclosed " + e.getMessage());
        }
    }

    private void say(String line) throws IOException {
        said.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
