package io.countersign.audit.proof;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Checks a proof from the command line, with nothing but this jar, the model's jar and a JDK: {@code java -cp
 * sdk-audit.jar:sdk-model.jar io.countersign.audit.proof.VerifyProof FILE VKEY}. The one class of this library that prints.
 */
public final class VerifyProof {
    private static final long FILE_LENGTH_MAX = 256L << 20;

    private VerifyProof() {}

    /** Prints what was verified and ends with status 0, or prints why not and ends with 1. */
    public static void main(String[] args) {
        System.exit(run(args, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    static int run(String[] args, PrintStream out) {
        if (args.length != 2) {
            out.println("Usage: VerifyProof FILE VKEY");
            return 1;
        }
        try {
            Path file = Path.of(args[0]);
            if (Files.size(file) > FILE_LENGTH_MAX) {
                out.println("Not read: " + file + " has more than " + FILE_LENGTH_MAX + " bytes");
                return 1;
            }
            String text = StrictText.utf8("The proof", Files.readAllBytes(file));
            out.print(EntryProofVerifier.show(EntryProofVerifier.verify(text, args[1])));
            return 0;
        } catch (ProofRejectedException e) {
            out.println("NOT verified (" + e.reason() + "): " + e.getMessage());
            return 1;
        } catch (IOException | InvalidPathException e) {
            out.println("Not read: " + e);
            return 1;
        }
    }
}
