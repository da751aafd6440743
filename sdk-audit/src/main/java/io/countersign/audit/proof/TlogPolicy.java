package io.countersign.audit.proof;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom one believes (c2sp.org/tlog-policy): the keys of logs, the keys of witnesses, and which of the witnesses must have
 * cosigned a checkpoint. Immutable and thread-safe.
 *
 * <pre>{@code
 * log example.com/ledger+6cfc4d8a+AZ...
 * witness w1 w1.example+2f1d1a2b+BO...
 * witness w2 w2.example+91cc0d37+BA...
 * group both all w1 w2
 * quorum both
 * }</pre>
 */
public final class TlogPolicy {
    /** The quorum that demands no witness. */
    static final String NONE = "none";

    private final List<Log> logs;
    private final List<Witness> witnesses;
    private final List<Group> groups;
    private final String quorum;

    TlogPolicy(List<Log> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
        this.logs = List.copyOf(logs);
        this.witnesses = List.copyOf(witnesses);
        this.groups = List.copyOf(groups);
        this.quorum = quorum;
    }

    /**
     * A log that is believed.
     *
     * @param key its name is the origin of the log's checkpoints
     * @param url where to reach it; empty where the line does not say
     */
    public record Log(NoteVerifier key, String url) {
        /** The line. */
        @Override
        public String toString() {
            return "log " + key.vkey() + (url.isEmpty() ? "" : " " + url);
        }
    }

    /**
     * A witness that is believed.
     *
     * @param name what the policy calls it
     * @param key that of a cosigner
     * @param url where to reach it; empty where the line does not say
     */
    public record Witness(String name, NoteVerifier key, String url) {
        /** The line. */
        @Override
        public String toString() {
            return "witness " + name + " " + key.vkey() + (url.isEmpty() ? "" : " " + url);
        }
    }

    /**
     * What is met once enough of its members are.
     *
     * @param name unlike that of any witness or other group
     * @param threshold how many members it takes; from 1 to all of them
     * @param members names of witnesses and of earlier groups, none of them in two groups
     */
    public record Group(String name, int threshold, List<String> members) {
        public Group {
            members = List.copyOf(members);
        }

        /** The line. */
        @Override
        public String toString() {
            return "group " + name + " " + threshold + " " + String.join(" ", members);
        }
    }

    /**
     * Reads a policy from the octets of its file, which need not be UTF-8.
     *
     * @throws ProofRejectedException if it is not in the form of one; the message names line and reason. At most 2,000,000 bytes,
     *     256 logs, 256 witnesses and 256 groups are read
     */
    public static TlogPolicy parse(byte[] octets) {
        return PolicyReader.read(octets);
    }

    /**
     * Reads a policy.
     *
     * @throws ProofRejectedException as {@link #parse(byte[])}, and if there is a lone surrogate
     */
    public static TlogPolicy parse(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ProofRejectedException.malformed("The text of a policy is valid Unicode");
        }
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The logs, in the order of their lines; possibly none, and then no checkpoint is accepted. */
    public List<Log> logs() {
        return logs;
    }

    /** The witnesses, in the order of their lines. */
    public List<Witness> witnesses() {
        return witnesses;
    }

    /** The groups, in the order of their lines. */
    public List<Group> groups() {
        return groups;
    }

    /** Name of the witness or group that must be met, or {@code none}. */
    public String quorum() {
        return quorum;
    }

    /**
     * Checks the signed checkpoint of a log: a log of the policy signed it, every signature by any key of the policy is good, the
     * log's name is the origin, and the witnesses that cosigned are a quorum. Signatures by other keys are ignored. When a witness says that it
     * looked is returned, but not judged: there is no clock here.
     *
     * @throws ProofRejectedException with {@link Reason#MALFORMED}, {@link Reason#BAD_SIGNATURE}, {@link Reason#UNKNOWN_KEY},
     *     {@link Reason#WRONG_ORIGIN} or {@link Reason#QUORUM_NOT_MET}
     */
    public WitnessedCheckpoint verify(SignedNote note) {
        if (logs.stream().noneMatch(log -> log.key().isCheckable() && isNamed(log.key(), note))) {
            throw new ProofRejectedException(Reason.UNKNOWN_KEY, noLog(note));
        }
        Set<NoteVerifier> known = new LinkedHashSet<>();
        logs.forEach(log -> known.add(log.key()));
        witnesses.forEach(witness -> known.add(witness.key()));
        Map<NoteVerifier, NoteSignature> signers = note.signers(known);
        List<NoteVerifier> signingLogs =
                logs.stream().map(Log::key).filter(signers::containsKey).toList();
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        NoteVerifier log = ofOrigin(checkpoint.origin(), signingLogs);
        List<Cosignature> cosignatures = cosignatures(signers);
        List<NoteVerifier> unchecked = known.stream()
                .filter(key -> !key.isCheckable() && isNamed(key, note))
                .toList();
        requireQuorum(cosignatures, unchecked);
        return new WitnessedCheckpoint(checkpoint, log, cosignatures, unchecked);
    }

    /** Whether these witnesses are enough. A group refers to earlier ones only, so one pass over them in order is enough. */
    boolean isQuorum(Set<String> cosigned) {
        Set<String> met = new HashSet<>(cosigned);
        for (Group group : groups) {
            if (group.members().stream().filter(met::contains).count() >= group.threshold()) {
                met.add(group.name());
            }
        }
        return quorum.equals(NONE) || met.contains(quorum);
    }

    private static NoteVerifier ofOrigin(String origin, List<NoteVerifier> signingLogs) {
        return signingLogs.stream()
                .filter(key -> key.name().equals(origin))
                .findFirst()
                .orElseThrow(() -> new ProofRejectedException(
                        Reason.WRONG_ORIGIN,
                        "The checkpoint is of the log " + StrictText.shown(origin) + ", but signed by "
                                + SignedNote.shown(signingLogs)));
    }

    private void requireQuorum(List<Cosignature> cosignatures, List<NoteVerifier> unchecked) {
        Set<String> cosigned = new LinkedHashSet<>();
        cosignatures.forEach(cosignature -> cosigned.add(cosignature.witness()));
        if (!isQuorum(cosigned)) {
            throw new ProofRejectedException(
                    Reason.QUORUM_NOT_MET,
                    "The checkpoint does not have the quorum " + StrictText.shown(quorum) + ": cosigned by "
                            + (cosigned.isEmpty() ? "no witness of the policy" : String.join(", ", cosigned))
                            + (unchecked.isEmpty() ? "" : "; not checked: " + SignedNote.shown(unchecked)));
        }
    }

    private List<Cosignature> cosignatures(Map<NoteVerifier, NoteSignature> signers) {
        List<Cosignature> cosignatures = new ArrayList<>();
        signers.forEach((key, signature) -> witnesses.stream()
                .filter(witness -> witness.key().equals(key))
                .forEach(witness -> cosignatures.add(new Cosignature(
                        witness.name(),
                        key,
                        TimedSignature.of(key.type(), signature.bytes()).time()))));
        return cosignatures;
    }

    private static boolean isNamed(NoteVerifier key, SignedNote note) {
        return note.signatures().stream().anyMatch(key::isNamedBy);
    }

    private String noLog(SignedNote note) {
        return logs.isEmpty()
                ? "The policy names no log, so there is nothing that it accepts: add a line \"log\""
                : "No signature by a log of the policy, "
                        + SignedNote.shown(logs.stream().map(Log::key).toList()) + "; signed by "
                        + note.shownSignatures();
    }

    /**
     * The policy with one spelling: logs, witnesses and groups in the order of their lines, then the quorum; thresholds as
     * numbers, no comments. {@link #parse(String)} reads it back.
     */
    @Override
    public String toString() {
        return Stream.of(logs, witnesses, groups, List.of("quorum " + quorum))
                .flatMap(List::stream)
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlogPolicy that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
