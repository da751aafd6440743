package io.countersign.audit;

import io.countersign.model.fixtures.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Opens the ledgers of a test in a folder or schemas of its own, and after the test closes and verifies each, deeply: so that every
 * ledger test is an integrity test too. Tests that damage a ledger on purpose do so on one from {@link #damaged}.
 */
final class Ledgers implements BeforeEachCallback, AfterEachCallback {
    static final Ed25519Signer SIGNER = Ed25519Signer.generate("example.com/ledger");

    private final List<AuditLedger> opened = new ArrayList<>();
    private final Map<String, LedgerLocation> verified = new LinkedHashMap<>();
    private final SettableClock clock;
    private final LedgerBackend backend;
    private Path folder = Path.of("");

    /** In files. */
    Ledgers() {
        this(SettableClock.atSomeInstant());
    }

    /** In files. */
    Ledgers(SettableClock clock) {
        this(clock, new FileBackend());
    }

    Ledgers(SettableClock clock, LedgerBackend backend) {
        this.clock = clock;
        this.backend = backend;
    }

    SettableClock clock() {
        return clock;
    }

    LedgerBackend backend() {
        return backend;
    }

    /** Where the ledger of a name is, verified after the test. */
    LedgerLocation location(String name) {
        LedgerLocation location = backend.location(name);
        verified.put(location.toString(), location);
        return location;
    }

    /** The ledger's file, verified after the test. */
    Path file(String name) {
        return location(name).path().orElseThrow();
    }

    /** Any file, not verified after the test. */
    Path damaged(String name) {
        return folder.resolve(name);
    }

    /** The file of a ledger that is kept in one. */
    static Path fileOf(AuditLedger ledger) {
        return ledger.location().path().orElseThrow();
    }

    AuditLedger open() {
        return open("ledger.db");
    }

    AuditLedger open(String name) {
        return open(signed(location(name)));
    }

    /** With a signer that signs when it is asked to and at the end, so that a test knows which heads are signed. */
    AuditLedger.Builder signed(LedgerLocation location) {
        return AuditLedger.builder().at(location).clock(clock).signer(SIGNER).signingWithin(Duration.ofDays(1));
    }

    AuditLedger open(AuditLedger.Builder builder) {
        AuditLedger ledger = builder.build();
        verified.put(ledger.location().toString(), ledger.location());
        opened.add(ledger);
        return ledger;
    }

    /** Closes everything and verifies it now. */
    void closeAndVerify() {
        opened.forEach(AuditLedger::close);
        opened.clear();
        for (LedgerLocation location : verified.values()) {
            if (location.path().map(Files::exists).orElse(true)) {
                LedgerVerifier.builder()
                        .at(location)
                        .trusting(SIGNER.vkey())
                        .build()
                        .verify();
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, SQLException {
        folder = Files.createTempDirectory("countersign-ledger-");
        backend.begin(folder);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, SQLException {
        try {
            closeAndVerify();
        } finally {
            backend.end();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
