package io.countersign.client.desk;

import io.countersign.model.CountersignException;

/** The desk refused an attempt. The configuration stays as it was; the attempt is recorded. The message says what to do. */
public class ChangeRefusedException extends CountersignException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public ChangeRefusedException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** Why. */
    public Refusal refusal() {
        return refusal;
    }
}
