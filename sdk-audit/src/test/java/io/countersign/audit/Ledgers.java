package io.countersign.audit;

import io.countersign.model.fixtures.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Opens the ledgers of a test in a folder of its own, and after the test closes and verifies each, deeply: so that every ledger
 * test is an integrity test too. Tests that damage a ledger on purpose do so on a copy from {@link #damaged}.
 */
final class Ledgers implements BeforeEachCallback, AfterEachCallback {
    static final Ed25519Signer SIGNER = Ed25519Signer.generate("example.com/ledger");

    private final List<AuditLedger> opened = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private final SettableClock clock;
    private Path folder = Path.of("");

    Ledgers() {
        this(SettableClock.atSomeInstant());
    }

    Ledgers(SettableClock clock) {
        this.clock = clock;
    }

    SettableClock clock() {
        return clock;
    }

    /** The ledger's file, verified after the test. */
    Path file(String name) {
        Path file = folder.resolve(name);
        files.add(file);
        return file;
    }

    /** Any file, not verified after the test. */
    Path damaged(String name) {
        return folder.resolve(name);
    }

    AuditLedger open() {
        return open("ledger.db");
    }

    AuditLedger open(String name) {
        return open(AuditLedger.builder()
                .file(file(name))
                .clock(clock)
                .signer(SIGNER)
                .signingWithin(Duration.ofDays(1))); // so that a test knows which heads are signed
    }

    AuditLedger open(AuditLedger.Builder builder) {
        AuditLedger ledger = builder.build();
        files.add(ledger.file());
        opened.add(ledger);
        return ledger;
    }

    /** Closes everything and verifies it now. */
    void closeAndVerify() {
        opened.forEach(AuditLedger::close);
        opened.clear();
        for (Path file : files) {
            if (Files.exists(file)) {
                LedgerVerifier.builder()
                        .file(file)
                        .trusting(SIGNER.vkey())
                        .build()
                        .verify();
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("countersign-ledger-");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            closeAndVerify();
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
