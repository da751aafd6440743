package io.countersign.analytics;

import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A field that is not the same at two points in time. Who, when and which entry are of what made it what it is at the second
 * point; they are absent where it is not there only because less was known, so that nobody made it so.
 */
@SdkStyle
@Value.Immutable
public abstract class FieldDifference {
    FieldDifference() {}

    public abstract Scope scope();

    public abstract DocumentId document();

    /** The field, as in {@link io.countersign.model.diff.FieldChange#path()}. */
    public abstract String path();

    /** The value at the first point; absent when there is no such field then. */
    public abstract Optional<JsonText> before();

    /** The value at the second point; absent when there is no such field then. */
    public abstract Optional<JsonText> after();

    /** Who applied the change, or recorded the document anew. */
    public abstract Optional<Actor> actor();

    /** The change; absent for a document that was recorded as found. */
    public abstract Optional<String> changeId();

    /** From when it is so. */
    public abstract Optional<Instant> effectiveAt();

    /** When the journal recorded it. */
    public abstract Optional<Instant> recordedAt();

    /** The entry to cite. */
    public abstract Optional<Long> sequence();

    static ImmutableFieldDifference.Builder builder() {
        return ImmutableFieldDifference.builder();
    }

    @Override
    public String toString() {
        return document() + " " + path() + ": "
                + before().map(JsonText::display).orElse("absent") + " -> "
                + after().map(JsonText::display).orElse("absent")
                + actor().map(who -> " by " + who).orElse("")
                + changeId().map(id -> " in " + id).orElse("")
                + sequence().map(number -> ", entry #" + number).orElse("");
    }
}
