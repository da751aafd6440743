package io.countersign.client.catalogue;

import io.countersign.model.fixtures.SharedData;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.binance.BinanceBrackets;
import io.countersign.model.venue.binance.BinanceCoinM;
import io.countersign.model.venue.binance.BinanceSpot;
import io.countersign.model.venue.binance.BinanceUsdM;
import io.countersign.model.venue.bitmex.BitmexInstruments;
import io.countersign.model.venue.kraken.KrakenAssets;
import io.countersign.model.venue.kraken.KrakenFeeSchedules;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import io.countersign.model.venue.okx.OkxInstruments;
import io.countersign.model.venue.okx.OkxTiers;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every recorded response of a real venue, as configurations. */
final class RecordedMarkets {
    private static final Map<String, VenueReader> READERS = new TreeMap<>(Map.ofEntries(
            Map.entry("kraken/spot-assetpairs", new KrakenSpot()),
            Map.entry("kraken/assets", new KrakenAssets()),
            Map.entry("kraken-futures/instruments", new KrakenFutures()),
            Map.entry("kraken-futures/feeschedules", new KrakenFeeSchedules()),
            Map.entry("binance/spot-exchangeinfo", new BinanceSpot()),
            Map.entry("binance/usdm-exchangeinfo", new BinanceUsdM()),
            Map.entry("binance/coinm-exchangeinfo", new BinanceCoinM()),
            Map.entry("binance/usdm-leverage-tiers", new BinanceBrackets()),
            Map.entry("okx/v5-instruments", new OkxInstruments()),
            Map.entry("okx/position-tiers", new OkxTiers()),
            Map.entry("bitmex/instrument", new BitmexInstruments())));

    private RecordedMarkets() {}

    /** One recorded response; {@code source} is the reader's name for its kind. */
    record Recording(String source, String file, ConfigSnapshot snapshot) {}

    /** All of them, in order of kind and file. */
    static List<Recording> all() {
        List<Recording> all = new ArrayList<>();
        READERS.keySet().forEach(kind -> all.addAll(of(kind)));
        return all;
    }

    /** Those whose path begins so, such as {@code binance/usdm-leverage-tiers}. */
    static List<Recording> of(String kind) {
        int slash = kind.indexOf('/');
        List<Recording> recordings = new ArrayList<>();
        for (Path file : SharedData.files("market-data/" + kind.substring(0, slash), kind.substring(slash + 1))) {
            recordings.add(read(READERS.getOrDefault(kind, new KrakenSpot()), file));
        }
        if (recordings.isEmpty()) {
            throw new AssertionError("No recording of " + kind);
        }
        return recordings;
    }

    private static Recording read(VenueReader reader, Path file) {
        String name = String.valueOf(file.getFileName());
        VenueReading reading = reader.read(name, new ByteArrayInputStream(SharedData.bytes(file)));
        if (reading.documents().isEmpty()) {
            throw new AssertionError("No documents in " + file + ": " + reading.report());
        }
        Scope scope = new Scope(reading.documents().get(0).venue(), "recorded");
        return new Recording(reader.source(), name, ConfigSnapshot.of(scope, reading.documents()));
    }
}
