package io.countersign.model.venue.kraken;

import io.countersign.model.market.Asset;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.io.IOException;
import java.util.List;

/** Writes assets in the shape of Kraken's {@code Assets}; reading it again gives the same documents. */
public final class KrakenAssetsWriter {
    private KrakenAssetsWriter() {}

    /**
     * The response of these assets.
     *
     * @throws IllegalArgumentException if the shape cannot hold an asset, such as one with a peg: the response is read back and
     *     compared
     */
    public static String write(List<Asset> assets) {
        String response = VenueWriter.write(out -> out.object(fields -> {
            fields.list("error", errors -> {});
            fields.object("result", result -> {
                for (Asset asset : assets) {
                    result.object(asset.id(), entry -> writeAsset(asset, entry));
                }
            });
        }));
        return ReadBack.require(response, assets, new KrakenAssets());
    }

    private static void writeAsset(Asset asset, VenueWriter entry) throws IOException {
        entry.text("aclass", asset.assetClass());
        entry.text("altname", asset.altName());
        entry.plain("decimals", asset.ledgerDecimals());
        entry.plain("display_decimals", asset.displayDecimals());
        entry.plain("collateral_value", asset.collateralValue());
        entry.text("status", asset.status().map(KrakenAssets::word));
        entry.text("margin_rate", asset.marginRate());
        entry.kept(asset.extensions());
    }
}
