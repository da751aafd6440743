package io.countersign.audit;

import io.countersign.model.AppendStateUnknownException;
import io.countersign.model.LedgerUnavailableException;
import io.countersign.model.fixtures.SettableClock;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends batches on several threads until it is killed, and says of each how it went, a line at a time. */
final class HammeringChild {
    private static final int CALLERS = 3;

    private HammeringChild() {}

    /** Where the ledger is, and the number of the first batch. */
    public static void main(String[] args) {
        AuditLedger ledger = AuditLedger.builder()
                .at(LedgerLocation.parse(args[0]))
                .clock(SettableClock.atSomeInstant())
                .build();
        AtomicInteger next = new AtomicInteger(Integer.parseInt(args[1]));
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        for (int caller = 0; caller < CALLERS; caller++) {
            new Thread(() -> {
                        while (true) {
                            append(ledger, next.getAndIncrement(), out);
                        }
                    })
                    .start();
        }
    }

    private static void append(AuditLedger ledger, int number, FileOutputStream out) {
        say(out, "append " + number);
        try {
            ledger.append(FaultBatches.batch(number));
            say(out, "acknowledged " + number);
        } catch (AppendStateUnknownException e) {
            say(out, "unknown " + number);
        } catch (LedgerUnavailableException e) {
            say(out, "refused " + number);
        }
    }

    private static void say(FileOutputStream out, String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
