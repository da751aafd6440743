package io.countersign.client.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SortedSet;
import org.immutables.value.Value;

/** One field that a template changes, and how far. */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableTemplateParameter.class)
@JsonDeserialize(as = ImmutableTemplateParameter.class)
public abstract class TemplateParameter {
    TemplateParameter() {}

    /** What people call it, such as {@code tick size}. */
    public abstract String name();

    /** The documents that it is a field of, such as {@code spot-market/kraken/*}; stars as in {@link FieldPattern}. */
    public abstract String documents();

    /** The field's path, as in {@link FieldChange#path()}, such as {@code /priceRule/tickSize}. */
    public abstract String path();

    /** The least that it may be set to. */
    public abstract Optional<Bound> least();

    /** The most that it may be set to. */
    public abstract Optional<Bound> most();

    /** How far it may be moved, up or down, as a fraction of what it is: {@code 0.1} lets 100 become 90 to 110. */
    public abstract Optional<Rate> maxMove();

    /** What it may be set to, as text; anything within the other bounds when empty. */
    @Value.NaturalOrder
    public abstract SortedSet<String> oneOf();

    @Value.Check
    void check() {
        field(); // refuses what is no pattern
        if (path().indexOf('*') >= 0 || !path().startsWith("/")) {
            throw new IllegalArgumentException("Parameter \"" + name()
                    + "\" must name one field by its path, such as /priceRule/tickSize: " + path());
        }
        boolean isBounded = !oneOf().isEmpty() || maxMove().isPresent() || (least().isPresent() && most().isPresent());
        if (!isBounded) {
            throw new IllegalArgumentException("Parameter \"" + name()
                    + "\" must be bounded: by the least and the most, by how far it may move, or by what it may be");
        }
        if (least().isPresent() && most().isPresent() && least().get().compareTo(most().get()) > 0) {
            throw new IllegalArgumentException("Parameter \"" + name() + "\" has its least above its most: "
                    + least().get() + " to " + most().get());
        }
        if (maxMove().filter(move -> move.value().signum() <= 0).isPresent()) {
            throw new IllegalArgumentException("Parameter \"" + name() + "\" must be let move: "
                    + maxMove().get());
        }
    }

    private FieldPattern field() {
        return FieldPattern.parse(documents() + "#" + path());
    }

    /** Whether it is a field of a document. */
    public boolean isOf(DocumentId document) {
        return field().matches(document, path());
    }

    /** Whether it is the field that changes. */
    boolean isAbout(FieldChange change) {
        return change.path().equals(path()) && isOf(change.document());
    }

    /** Why a change of the field is not within the bounds, if it is not. */
    Optional<String> objection(FieldChange change) {
        if (change.after().isEmpty()) {
            return Optional.of(change.document() + " " + path() + " would be taken out");
        }
        String after = change.after().get().display();
        if (!oneOf().isEmpty() && !oneOf().contains(after)) {
            return beyond(change, after, "must be one of " + oneOf());
        }
        if (least().isEmpty() && most().isEmpty() && maxMove().isEmpty()) {
            return Optional.empty();
        }
        Optional<BigDecimal> figure = figure(change.after());
        if (figure.isEmpty()) {
            return beyond(change, after, "must be a decimal");
        }
        if (least().filter(bound -> figure.get().compareTo(bound.value()) < 0).isPresent()) {
            return beyond(change, after, "must be at least " + least().get());
        }
        if (most().filter(bound -> figure.get().compareTo(bound.value()) > 0).isPresent()) {
            return beyond(change, after, "must be at most " + most().get());
        }
        return maxMove().flatMap(move -> movesTooFar(change, figure.get(), move));
    }

    private Optional<String> movesTooFar(FieldChange change, BigDecimal after, Rate move) {
        Optional<BigDecimal> before = figure(change.before());
        boolean isNear = before.isPresent()
                && after.subtract(before.get())
                                .abs()
                                .compareTo(before.get().abs().multiply(move.value()))
                        <= 0;
        return isNear
                ? Optional.empty()
                : beyond(
                        change,
                        after.toPlainString(),
                        "may move by " + move + " of "
                                + before.map(BigDecimal::toPlainString).orElse("nothing"));
    }

    private Optional<String> beyond(FieldChange change, String value, String bound) {
        return Optional.of(change.document() + " " + path() + " would be " + value + ", and " + name() + " " + bound);
    }

    private static Optional<BigDecimal> figure(Optional<JsonText> value) {
        try {
            return value.map(JsonText::display).map(text -> Decimals.parse("Value", text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Starts a parameter. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a parameter. */
    public static final class Builder extends ImmutableTemplateParameter.Builder {
        Builder() {}
    }
}
