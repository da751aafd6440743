package io.countersign.benchmarks;

import io.countersign.model.json.JsonText;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Quantity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.envers.Audited;
import org.jspecify.annotations.Nullable;

/**
 * A market as an entity with the fields of the {@link SpotMarket}s that change here. It is flat, and fee steps are one text for each side:
 * the peers write one row a change, which is the least that they can.
 */
@Entity
@Audited
@Table(name = "market")
class MarketRow {
    @Id
    String id = "";

    @Nullable
    String altName;

    String venue = "";
    String base = "";
    String quote = "";

    @Nullable
    String status;

    @Column(precision = 38, scale = 18)
    BigDecimal tickSize = BigDecimal.ZERO;

    @Nullable
    Integer pricePrecision;

    @Column(precision = 38, scale = 18)
    @Nullable
    BigDecimal lotStep;

    @Column(precision = 38, scale = 18)
    @Nullable
    BigDecimal minQuantity;

    @Column(precision = 38, scale = 18)
    @Nullable
    BigDecimal minNotional;

    @Nullable
    Integer costDecimals;

    @Nullable
    String takerFees;

    @Nullable
    String makerFees;

    @Nullable
    String volumeCurrency;

    /** For Hibernate. */
    protected MarketRow() {}

    static MarketRow of(SpotMarket market) {
        MarketRow row = new MarketRow();
        row.id = market.id();
        row.altName = market.altName().orElse(null);
        row.venue = market.venue();
        row.base = market.base();
        row.quote = market.quote();
        row.status = market.status().map(Enum::name).orElse(null);
        row.tickSize = market.priceRule().tickSize().value();
        row.pricePrecision = market.priceRule().pricePrecision().orElse(null);
        row.lotStep = market.sizeRule().lotStep().map(Quantity::value).orElse(null);
        row.minQuantity = market.sizeRule().minQuantity().map(Quantity::value).orElse(null);
        row.minNotional =
                market.notionalRule().minNotional().map(Notional::value).orElse(null);
        row.costDecimals = market.notionalRule().costDecimals().orElse(null);
        FeeLadder fees = market.fees().orElseThrow();
        row.takerFees = JsonText.of(fees.taker()).toString();
        row.makerFees = fees.maker().map(JsonText::of).map(JsonText::toString).orElse(null);
        row.volumeCurrency = fees.volumeCurrency().orElse(null);
        return row;
    }
}
