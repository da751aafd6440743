package io.countersign.model.journal;

import io.countersign.model.json.JsonText;

/**
 * The state of a fold over a journal at some point, kept so that the fold need not start from the first entry again.
 *
 * <p>It is no evidence: nothing but the entries proves a state, and whoever may write to the journal's database can change what is
 * kept. A fold that matters compares a kept state with what an entry says before it goes on from there, or starts anew.
 *
 * @param name what is folded; 1 to 200 characters
 * @param version of the state's form, from 1: one of another version is not found
 * @param nextSequence the first entry that is not in the state
 * @param state what was folded
 */
public record FoldSnapshot(String name, int version, long nextSequence, JsonText state) {
    public FoldSnapshot {
        Names.require("Name of a fold", name, 200);
        if (version < 1) {
            throw new IllegalArgumentException("Version of a fold must be positive: " + version);
        }
        if (nextSequence < 0) {
            throw new IllegalArgumentException("Next sequence of a fold must not be negative: " + nextSequence);
        }
    }
}
