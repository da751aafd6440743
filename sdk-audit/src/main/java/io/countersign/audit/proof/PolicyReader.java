package io.countersign.audit.proof;

import io.countersign.audit.proof.TlogPolicy.Group;
import io.countersign.audit.proof.TlogPolicy.Log;
import io.countersign.audit.proof.TlogPolicy.Witness;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the lines of a policy one by one and holds each against those before it (c2sp.org/tlog-policy, section "Policy file
 * syntax and structure"). What it throws names the line, from 1.
 *
 * <p>The format's names are octets, of any encoding. A file that is UTF-8 is read as such; any other as ISO 8859-1, where each
 * octet is one character. Either way two names are equal only if their octets are.
 */
final class PolicyReader {
    private static final int DEFINITIONS_MAX = 256;
    private static final int LENGTH_MAX = 2_000_000;

    private final List<Log> logs = new ArrayList<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private String quorum = "";

    private final Charset charset;
    private final Set<String> logKeys = new HashSet<>();
    private final Set<String> witnessKeys = new HashSet<>();
    private final Set<String> defined = new HashSet<>();
    private final Set<String> members = new HashSet<>();

    private PolicyReader(Charset charset) {
        this.charset = charset;
    }

    static TlogPolicy read(byte[] octets) {
        if (octets.length > LENGTH_MAX) {
            throw ProofRejectedException.malformed(
                    "A policy has at most " + LENGTH_MAX + " bytes, this one " + octets.length);
        }
        PolicyReader reader = new PolicyReader(isUtf8(octets) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        String[] lines = new String(octets, reader.charset).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                reader.line(lines[i]);
            } catch (ProofRejectedException e) {
                throw new ProofRejectedException(
                        e.reason(), "Line " + (i + 1) + " of the policy: " + e.getMessage(), e);
            }
        }
        if (reader.quorum.isEmpty()) {
            throw ProofRejectedException.malformed("The policy ends at line " + lines.length
                    + " without a line \"quorum\": say \"quorum none\" to demand no witnesses");
        }
        return new TlogPolicy(reader.logs, reader.witnesses, reader.groups, reader.quorum);
    }

    private void line(String line) {
        // Not \p{Cntrl} of Unicode: above 0x7E the format knows octets only, and allows them.
        if (line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
            throw ProofRejectedException.malformed(
                    "No control characters but tabs and line feeds are allowed: " + StrictText.shown(line));
        }
        List<String> items = Arrays.stream(line.split("[ \t]+"))
                .filter(item -> !item.isEmpty())
                .toList();
        if (items.isEmpty() || items.get(0).startsWith("#")) {
            return;
        }
        switch (items.get(0)) {
            case "log" -> log(items);
            case "witness" -> witness(items);
            case "group" -> group(items);
            case "quorum" -> quorum(items);
            default ->
                throw ProofRejectedException.malformed(
                        "Starts with none of log, witness, group and quorum: " + StrictText.shown(line));
        }
    }

    private void log(List<String> items) {
        requireItems(items.size() == 2 || items.size() == 3, "log VKEY [URL]", items);
        NoteVerifier key = key(items.get(1));
        requireFew("logs", logs.size());
        if (!logKeys.add(key.rawKey())) {
            throw ProofRejectedException.malformed("The public key of log " + key.name() + " is listed twice");
        }
        logs.add(new Log(key, items.size() == 3 ? items.get(2) : ""));
    }

    private void witness(List<String> items) {
        requireItems(items.size() == 3 || items.size() == 4, "witness NAME VKEY [URL]", items);
        String name = items.get(1);
        NoteVerifier key = key(items.get(2));
        if (!key.type().isCosignature()) {
            throw ProofRejectedException.malformed("The key of witness " + StrictText.shown(name)
                    + " is of type 1, that of a log: a cosigner's is of type 4 or 6");
        }
        requireFew("witnesses", witnesses.size());
        if (!witnessKeys.add(key.rawKey())) {
            throw ProofRejectedException.malformed(
                    "The public key of witness " + StrictText.shown(name) + " is listed twice");
        }
        define(name);
        witnesses.add(new Witness(name, key, items.size() == 4 ? items.get(3) : ""));
    }

    private void group(List<String> items) {
        requireItems(items.size() >= 4, "group NAME all|any|NUMBER MEMBER...", items);
        String name = items.get(1);
        List<String> listed = items.subList(3, items.size());
        requireFew("groups", groups.size());
        for (String member : listed) {
            if (member.equals(TlogPolicy.NONE)) {
                throw ProofRejectedException.malformed("The name none stands for no witness, and is no member");
            }
            requireDefined(member);
            if (!members.add(member)) {
                throw ProofRejectedException.malformed(
                        "A witness or group is a member once at most: " + StrictText.shown(member) + " is one already");
            }
        }
        long threshold = switch (items.get(2)) {
            case "any" -> 1;
            case "all" -> listed.size();
            default -> StrictText.unsigned("The threshold of group " + StrictText.shown(name), items.get(2));
        };
        if (threshold == 0 || Long.compareUnsigned(threshold, listed.size()) > 0) {
            throw ProofRejectedException.malformed("The threshold of group " + StrictText.shown(name)
                    + " is from 1 to its " + listed.size() + " members, not " + Long.toUnsignedString(threshold));
        }
        define(name);
        groups.add(new Group(name, Math.toIntExact(threshold), listed));
    }

    private void quorum(List<String> items) {
        requireItems(items.size() == 2, "quorum NAME", items);
        if (!quorum.isEmpty()) {
            throw ProofRejectedException.malformed(
                    "A policy has one quorum, and this one has " + StrictText.shown(quorum) + " already");
        }
        String name = items.get(1);
        if (!name.equals(TlogPolicy.NONE)) {
            requireDefined(name);
        }
        quorum = name;
    }

    /** Names of keys are UTF-8, whatever the rest of the file is. */
    private NoteVerifier key(String vkey) {
        return NoteVerifier.parse(StrictText.utf8("The verifier key", vkey.getBytes(charset)));
    }

    private void define(String name) {
        if (name.equals(TlogPolicy.NONE)) {
            throw ProofRejectedException.malformed("The name none is taken: it stands for no witness");
        }
        if (!defined.add(name)) {
            throw ProofRejectedException.malformed(
                    "A name is defined once: " + StrictText.shown(name) + " is one already");
        }
    }

    private void requireDefined(String name) {
        if (!defined.contains(name)) {
            throw ProofRejectedException.malformed(
                    "No line before defines a witness or group " + StrictText.shown(name));
        }
    }

    private static void requireItems(boolean fits, String form, List<String> items) {
        if (!fits) {
            throw ProofRejectedException.malformed(
                    "It is not of the form \"" + form + "\": " + StrictText.shown(String.join(" ", items)));
        }
    }

    private static void requireFew(String things, int count) {
        if (count >= DEFINITIONS_MAX) {
            throw ProofRejectedException.malformed("A policy has at most " + DEFINITIONS_MAX + " " + things);
        }
    }

    private static boolean isUtf8(byte[] octets) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
