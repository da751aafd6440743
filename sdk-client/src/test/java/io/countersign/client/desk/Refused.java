package io.countersign.client.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Asserts that the desk refuses something, and why. */
final class Refused {
    private Refused() {}

    static void assertRefused(Refusal refusal, String message, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        ChangeRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal))
                .hasMessageContaining(message);
    }
}
