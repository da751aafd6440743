package io.countersign.audit.proof;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Checks a proof from the command line, with nothing but this jar, the model's jar and a JDK: {@code java -cp
 * sdk-audit.jar:sdk-model.jar io.countersign.audit.proof.VerifyProof FILE VKEY}, or {@code FILE --policy POLICYFILE} to demand
 * witnesses. The one class of this library that prints.
 */
public final class VerifyProof {
    private static final long FILE_LENGTH_MAX = 256L << 20;

    private VerifyProof() {}

    /** Prints what was verified and ends with status 0, or prints why not and ends with 1. */
    public static void main(String[] args) {
        System.exit(run(args, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    static int run(String[] args, PrintStream out) {
        boolean byPolicy = args.length == 3 && args[1].equals("--policy");
        if (args.length != 2 && !byPolicy) {
            out.println("Usage: VerifyProof FILE VKEY | VerifyProof FILE --policy POLICYFILE");
            return 1;
        }
        try {
            String text = StrictText.utf8("The proof", read(args[0]));
            VerifiedEntry verified = byPolicy
                    ? EntryProofVerifier.verify(text, TlogPolicy.parse(read(args[2])))
                    : EntryProofVerifier.verify(text, args[1]);
            out.print(EntryProofVerifier.show(verified));
            return 0;
        } catch (ProofRejectedException e) {
            out.println("NOT verified (" + e.reason() + "): " + e.getMessage());
            return 1;
        } catch (IOException | InvalidPathException e) {
            out.println("Not read: " + e);
            return 1;
        }
    }

    private static byte[] read(String name) throws IOException {
        Path file = Path.of(name);
        if (Files.size(file) > FILE_LENGTH_MAX) {
            throw new IOException(file + " has more than " + FILE_LENGTH_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }
}
