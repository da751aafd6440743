package io.countersign.audit;

import io.countersign.audit.LedgerFinding.Code;
import io.countersign.audit.internal.LedgerDump;
import io.countersign.audit.internal.TileFrontier;
import io.countersign.audit.proof.Checkpoint;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.audit.proof.ProofRejectedException;
import io.countersign.audit.proof.SignedNote;
import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.MalformedInputException;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.json.Digest;
import io.countersign.model.merkle.MerkleTree;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The tree as the entries make it, beside the tiles, the head and the checkpoints that are kept. */
final class TreeScan {
    private static final int PASSED_OVER_MAX = 65_536;
    private static final byte[] NO_HASHES = {};

    private final List<NoteVerifier> trusted;
    private final Findings findings;
    private final List<Pin> pins = new ArrayList<>();
    private TileFrontier frontier = new TileFrontier();
    private int pinsPassed;
    private long signatures;

    /** A root that the ledger must have at a size. */
    private record Pin(long size, Digest root, String place) {}

    TreeScan(List<NoteVerifier> trusted, Findings findings) {
        this.trusted = trusted;
        this.findings = findings;
    }

    long size() {
        return frontier.size();
    }

    Digest root() {
        return Digest.ofHash(frontier.root());
    }

    /** Number of checkpoints whose signature was verified. */
    long signatures() {
        return signatures;
    }

    /**
     * Starts at a checkpoint instead of the first entry, if the tiles lead to its root.
     *
     * @return whether they do; otherwise that is a finding
     */
    boolean startAt(LedgerDump dump, String checkpoint) throws SQLException {
        Optional<Pin> start = pin(checkpoint, "the checkpoint to go on from");
        if (start.isEmpty()) {
            return false;
        }
        Optional<TileFrontier> edge = compareTiles(dump, start.get());
        edge.ifPresent(there -> frontier = there);
        return edge.isPresent();
    }

    /** The right edge that the tree had at a pin, if the tiles lead to its root; otherwise that is a finding. */
    private Optional<TileFrontier> compareTiles(LedgerDump dump, Pin pin) throws SQLException {
        TileFrontier edge;
        try {
            edge = TileFrontier.recover(pin.size(), dump::edgeHashes);
        } catch (LedgerIntegrityException e) {
            add(Code.TRUNCATED, pin.place(), "The ledger no longer has what it covers: " + e.getMessage());
            return Optional.empty();
        }
        Digest root = Digest.ofHash(edge.root());
        if (!root.equals(pin.root())) {
            add(
                    Code.CHECKPOINT,
                    pin.place(),
                    "At size " + pin.size() + " the tiles lead to " + root.hex() + ", but "
                            + pin.root().hex() + " was signed: verify from the first entry on");
            return Optional.empty();
        }
        return Optional.of(edge);
    }

    private boolean isBehindUs(Pin pin) {
        return Long.compareUnsigned(pin.size(), frontier.size()) < 0;
    }

    /** Says which entries are missing, and takes their leaves from the tiles, so that what follows is judged by itself. */
    void passOver(LedgerDump dump, long from, long to) throws SQLException {
        add(
                Code.GAP,
                "entry " + from,
                to - from == 1 ? "It is missing" : "It is missing, and all up to entry " + (to - 1));
        for (long sequence = from; sequence < Math.min(to, from + PASSED_OVER_MAX); sequence++) {
            int at = (int) (sequence % TileFrontier.WIDTH) * MerkleTree.HASH_LENGTH;
            byte[] tile = dump.tile(0, sequence / TileFrontier.WIDTH)
                    .map(LedgerDump.TileRow::hashes)
                    .orElse(NO_HASHES);
            grow(
                    dump,
                    at + MerkleTree.HASH_LENGTH <= tile.length
                            ? Arrays.copyOfRange(tile, at, at + MerkleTree.HASH_LENGTH)
                            : new byte[MerkleTree.HASH_LENGTH]);
        }
    }

    /** Adds the leaf of the next entry. */
    void grow(LedgerDump dump, byte[] leaf) throws SQLException {
        List<Filled> filled = new ArrayList<>();
        frontier.append(leaf, (level, index, hashes, root) -> filled.add(new Filled(level, index, hashes, root)));
        for (Filled tile : filled) {
            compareTile(dump, tile);
        }
        passPins();
    }

    private void compareTile(LedgerDump dump, Filled filled) throws SQLException {
        String place = "tile " + filled.level + "/" + filled.index;
        Optional<LedgerDump.TileRow> stored = dump.tile(filled.level, filled.index);
        if (stored.isEmpty()) {
            add(Code.TILE, place, "It is missing");
            return;
        }
        byte[] hashes = stored.get().hashes();
        if (hashes.length != filled.hashes.length) {
            add(Code.TILE, place, "It has " + hashes.length + " bytes, not " + filled.hashes.length);
        } else {
            for (int i = 0; i < TileFrontier.WIDTH; i++) {
                compareHash(filled, i, hashes, place);
            }
        }
        if (!Arrays.equals(stored.get().root(), filled.root)) {
            add(
                    Code.TILE,
                    place,
                    "Its hashes lead to " + hex(filled.root) + ", but "
                            + hex(stored.get().root()) + " was recorded");
        }
    }

    private void compareHash(Filled filled, int i, byte[] hashes, String place) {
        int from = i * MerkleTree.HASH_LENGTH;
        int to = from + MerkleTree.HASH_LENGTH;
        if (Arrays.equals(hashes, from, to, filled.hashes, from, to)) {
            return;
        }
        String computed = HexFormat.of().formatHex(filled.hashes, from, to);
        String recorded = HexFormat.of().formatHex(hashes, from, to);
        if (filled.level == 0) {
            add(
                    Code.LEAF,
                    "entry " + (filled.index * TileFrontier.WIDTH + i),
                    "Its envelope hashes to " + computed + ", but " + recorded + " was recorded");
        } else {
            add(Code.TILE, place, "Hash " + i + " should be " + computed + ", but is " + recorded);
        }
    }

    /** Whether there are tiles that nothing fills. */
    void compareTileCount(LedgerDump dump) throws SQLException {
        long full = 0;
        for (long width = frontier.size() / TileFrontier.WIDTH; width > 0; width /= TileFrontier.WIDTH) {
            full += width;
        }
        long stored = dump.tileCount();
        if (stored > full) {
            add(Code.TILE, "tiles", stored + " are kept, but " + frontier.size() + " entries fill only " + full);
            dump.forEachTileFrom(
                    frontier.size(),
                    (level, index) ->
                            add(Code.TILE, "tile " + level + "/" + index, "There are not enough entries to fill it"));
        }
    }

    /** Whether what was recorded is where the entries lead. */
    void compareHead(JournalHead head) {
        if (head.size() != frontier.size()) {
            add(
                    Code.GAP,
                    "head",
                    "The size was recorded as " + head.size() + ", but there are " + frontier.size() + " entries");
        }
        Digest root = Digest.ofHash(frontier.root());
        if (!head.root().equals(root)) {
            long unfinished = frontier.size() - frontier.size() % TileFrontier.WIDTH;
            add(
                    Code.ROOT,
                    "head",
                    "The entries lead to " + root.hex() + ", but " + head.root().hex()
                            + " was recorded; where no leaf is" + " named, one of the entries from " + unfinished
                            + " on was changed");
        }
    }

    /** Says which checkpoints are over more entries than there are. */
    void compareUnreached() {
        pins.stream()
                .skip(pinsPassed)
                .forEach(pin -> add(
                        Code.TRUNCATED,
                        pin.place(),
                        "It was signed for size " + pin.size() + ", but the ledger has " + frontier.size()
                                + " entries: the newest are gone"));
    }

    /**
     * Reads the checkpoints that the ledger keeps and those that are held, and verifies their signatures. Held ones from before the start
     * are compared with the tiles.
     */
    void collectPins(LedgerDump dump, List<String> held) throws SQLException {
        dump.forEachCheckpoint((id, size, note) -> {
            String place = "checkpoint " + id;
            pin(note, place).ifPresent(pin -> {
                if (pin.size() != size) {
                    add(Code.CHECKPOINT, place, "It is kept under size " + size + ", but was signed for " + pin.size());
                }
                pins.add(pin);
            });
        });
        pins.removeIf(this::isBehindUs);
        for (int i = 0; i < held.size(); i++) {
            Optional<Pin> pin = pin(held.get(i), "held checkpoint " + (i + 1));
            if (pin.isPresent() && isBehindUs(pin.get())) {
                compareTiles(dump, pin.get());
            } else {
                pin.ifPresent(pins::add);
            }
        }
        pins.sort((a, b) -> Long.compareUnsigned(a.size(), b.size()));
    }

    private Optional<Pin> pin(String text, String place) {
        try {
            SignedNote note = SignedNote.parse(text);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!trusted.isEmpty()) {
                requireOwnSignature(note, checkpoint);
                signatures++;
            }
            return Optional.of(new Pin(checkpoint.size(), Digest.ofHash(checkpoint.root()), place));
        } catch (ProofRejectedException | MalformedInputException e) {
            add(Code.SIGNATURE, place, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void requireOwnSignature(SignedNote note, Checkpoint checkpoint) {
        for (NoteVerifier signer : note.verify(trusted)) {
            if (signer.name().equals(checkpoint.origin())) {
                return;
            }
        }
        throw new ProofRejectedException(
                ProofRejectedException.Reason.WRONG_ORIGIN,
                "It is of the ledger " + checkpoint.origin() + ", which is not the name of the key that signed it");
    }

    /** Compares checkpoints of the size that is reached. */
    void passPins() {
        while (pinsPassed < pins.size() && pins.get(pinsPassed).size() == frontier.size()) {
            Pin pin = pins.get(pinsPassed);
            pinsPassed++;
            Digest root = Digest.ofHash(frontier.root());
            if (!pin.root().equals(root)) {
                add(
                        Code.CHECKPOINT,
                        pin.place(),
                        "At size " + pin.size() + " the entries lead to " + root.hex() + ", but "
                                + pin.root().hex() + " was signed: an entry before was changed");
            }
        }
    }

    private void add(Code code, String place, String message) {
        findings.add(code, place, message);
    }

    private static String hex(byte[] hash) {
        return hash.length == MerkleTree.HASH_LENGTH
                ? HexFormat.of().formatHex(hash)
                : "something of " + hash.length + " bytes";
    }

    /** A tile as the entries make it. */
    private static final class Filled {
        private final int level;
        private final long index;
        private final byte[] hashes;
        private final byte[] root;

        Filled(int level, long index, byte[] hashes, byte[] root) {
            this.level = level;
            this.index = index;
            this.hashes = hashes;
            this.root = root;
        }
    }
}
