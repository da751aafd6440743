package io.countersign.client.cel;

import java.util.List;

/** Makes rules of policies. The door to CEL: the library is asked for here and nowhere before. */
public final class CelPolicies {
    /** What the host adds to its own dependencies to use policies. */
    static final String LIBRARY = "dev.cel:cel:0.14.0";

    private CelPolicies() {}

    /**
     * The rules of these policies. One that is wrong does not hide the others: it is a finding, with the place in its expression
     * where there is one.
     *
     * @throws IllegalStateException if the library for CEL is not on the class path; nothing else needs it
     */
    public static CompiledPolicies compile(List<CelPolicy> policies) {
        try {
            return new PolicyCompiler().compile(policies);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "Policies in CEL need a library that is not on the class path: add " + LIBRARY
                            + " to the dependencies of your program (missing: " + e.getMessage() + ")",
                    e);
        }
    }
}
