package io.countersign.model.diff;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import java.util.Comparator;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * One place in one document where two sides of a merge want different things. Absent values were not there; the path is as in
 * {@link FieldChange}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableConflict.class)
@JsonDeserialize(as = ImmutableConflict.class)
public abstract class Conflict implements Comparable<Conflict> {
    private static final Comparator<Conflict> ORDER =
            Comparator.comparing(Conflict::document).thenComparing(Conflict::path);

    Conflict() {}

    public abstract DocumentId document();

    public abstract String path();

    public abstract ConflictKind kind();

    /** The value that both sides started from. */
    public abstract Optional<JsonText> base();

    public abstract Optional<JsonText> ours();

    public abstract Optional<JsonText> theirs();

    /** Why the changes of both sides do not make a document together; for {@link ConflictKind#INVALID_TOGETHER} alone. */
    public abstract Optional<String> detail();

    /** What one side has here. */
    Optional<JsonText> of(Side side) {
        return switch (side) {
            case BASE -> base();
            case OURS -> ours();
            case THEIRS -> theirs();
        };
    }

    @Override
    public int compareTo(Conflict other) {
        return ORDER.compare(this, other);
    }

    /** One line. */
    @Override
    public String toString() {
        String where = document() + (path().isEmpty() ? "" : " " + path()) + ": ";
        if (kind() == ConflictKind.INVALID_TOGETHER) {
            return where + kind().text() + ": " + detail().orElse("");
        }
        return path().isEmpty()
                ? where + kind().text()
                : where + kind().text() + ", base " + shown(base()) + ", ours " + shown(ours()) + ", theirs "
                        + shown(theirs());
    }

    private static String shown(Optional<JsonText> value) {
        return value.map(JsonText::display).orElse("none");
    }

    /** Starts a conflict. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a conflict. */
    public static final class Builder extends ImmutableConflict.Builder {
        Builder() {}
    }
}
