package io.countersign.model.venue.kraken;

import io.countersign.model.market.Asset;
import io.countersign.model.market.AssetStatus;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.VenueError;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Kraken's assets: the response of {@code Assets}. One entry is one {@link Asset}. */
public final class KrakenAssets implements VenueReader {
    private static final VenueReader READER = ResponseReader.of("kraken-assets")
            .marketsIn("result")
            .documented("error")
            .errors(VenueError.in("error"))
            .reading(KrakenAssets::readAsset);

    private static final Map<String, AssetStatus> STATUSES = Arrays.stream(AssetStatus.values())
            .collect(Collectors.toUnmodifiableMap(KrakenAssets::word, Function.identity()));

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    static String word(AssetStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static List<Asset> readAsset(Market market) {
        VenueObject fields = market.named("asset/" + KrakenSpot.VENUE + "/" + market.id());
        Asset.Builder asset = Asset.builder().venue(KrakenSpot.VENUE).id(market.id());
        asset.altName(fields.text("altname"));
        fields.requiredText("aclass").ifPresent(asset::assetClass);
        Optional<Integer> ledger = fields.requiredInteger("decimals");
        Optional<Integer> display = fields.requiredInteger("display_decimals");
        asset.collateralValue(fields.decimal("collateral_value", Rate::of));
        asset.marginRate(fields.decimal("margin_rate", Rate::of));
        asset.status(fields.meaning("status", STATUSES));
        asset.putAllExtensions(fields.rest(Set.of("status")));
        return fields.isSound()
                ? List.of(asset.ledgerDecimals(ledger.orElseThrow())
                        .displayDecimals(display.orElseThrow())
                        .build())
                : List.of();
    }
}
