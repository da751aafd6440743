package io.countersign.model.venue.kraken;

import io.countersign.model.NotFoundException;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Quantity;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes contracts, their schedules and indices in the shape of Kraken Futures' {@code instruments}. */
public final class KrakenFuturesWriter {
    private KrakenFuturesWriter() {}

    /**
     * The response of the contracts and indices among these documents; each contract takes its schedules from among them. Other
     * kinds, and schedules that no contract refers to, have no place in it and are passed over.
     *
     * @throws io.countersign.model.NotFoundException if a contract refers to a schedule that is not among them
     * @throws IllegalArgumentException if the shape cannot hold a document, such as a schedule in units of the base asset: the
     *     response is read back and compared
     */
    public static String write(List<? extends MarketDocument> documents) {
        Map<String, MarginSchedule> schedules = documents.stream()
                .filter(MarginSchedule.class::isInstance)
                .map(MarginSchedule.class::cast)
                .collect(Collectors.toMap(MarginSchedule::id, Function.identity(), KrakenFuturesWriter::refuseTwo));
        Set<String> referred = documents.stream()
                .filter(FuturesContract.class::isInstance)
                .flatMap(contract -> ((FuturesContract) contract).marginSchedules().values().stream())
                .collect(Collectors.toSet());
        List<? extends MarketDocument> written = documents.stream()
                .filter(document -> document instanceof FuturesContract
                        || document instanceof IndexDefinition
                        || (document instanceof MarginSchedule && referred.contains(document.id())))
                .toList();
        return ReadBack.require(response(documents, schedules), written, new KrakenFutures());
    }

    private static MarginSchedule refuseTwo(MarginSchedule first, MarginSchedule second) {
        throw new IllegalArgumentException("Two documents with the same identity: " + first.documentId());
    }

    private static String response(List<? extends MarketDocument> documents, Map<String, MarginSchedule> schedules) {
        return VenueWriter.write(out -> out.object(response -> {
            response.text("result", "success");
            response.list("instruments", list -> {
                for (MarketDocument document : documents) {
                    if (document instanceof FuturesContract contract) {
                        list.object(instrument -> writeContract(contract, schedules, instrument));
                    } else if (document instanceof IndexDefinition index) {
                        list.object(instrument -> writeIndex(index, instrument));
                    }
                }
            });
        }));
    }

    private static void writeIndex(IndexDefinition index, VenueWriter instrument) throws IOException {
        instrument.text("symbol", index.id());
        instrument.text("type", KrakenFutures.INDEX_TYPE);
        instrument.plain("tradeable", index.tradeable());
        instrument.kept(index.extensions());
    }

    private static void writeContract(
            FuturesContract contract, Map<String, MarginSchedule> schedules, VenueWriter instrument)
            throws IOException {
        instrument.text("symbol", contract.id());
        instrument.text("type", contract.venueType());
        instrument.text("underlying", contract.index());
        instrument.text("base", contract.base());
        instrument.text("quote", contract.quote());
        instrument.text("lastTradingTime", contract.lastTradingAt());
        instrument.plain("tickSize", contract.priceRule().tickSize());
        instrument.plain("contractSize", contract.contractSize());
        instrument.plain(
                "contractValueTradePrecision", contract.sizeRule().lotStep().map(KrakenFuturesWriter::precisionOf));
        instrument.plain("maxPositionSize", contract.maxPosition());
        instrument.plain("impactMidSize", contract.impactMidSize());
        instrument.plain("tradeable", contract.tradeable());
        instrument.plain("postOnly", contract.postOnly());
        instrument.text("openingDate", contract.openedAt());
        Optional<FundingConfig> funding = contract.funding();
        instrument.plain("fundingRateCoefficient", funding.flatMap(FundingConfig::coefficient));
        instrument.plain("maxRelativeFundingRate", funding.flatMap(FundingConfig::maxAbsRate));
        instrument.text("feeScheduleUid", contract.feeScheduleRef());
        instrument.text("isin", contract.isin());
        instrument.plain("mtf", contract.mtf());
        instrument.plain("tradfi", contract.tradfi());
        writeSchedule(
                "marginLevels", contract.marginSchedules().get(KrakenFutures.PROFESSIONAL), schedules, instrument);
        writeSchedule(
                "retailMarginLevels", contract.marginSchedules().get(KrakenFutures.RETAIL), schedules, instrument);
        writeSchedules(contract, schedules, instrument);
        instrument.plain("makerProtectionMillis", contract.makerProtection().map(Duration::toMillis));
        instrument.texts("tags", contract.tags());
        instrument.kept(contract.extensions());
    }

    /** The schedules by platform and client class, where there are any. */
    private static void writeSchedules(
            FuturesContract contract, Map<String, MarginSchedule> schedules, VenueWriter instrument)
            throws IOException {
        SortedMap<String, SortedMap<String, String>> byPlatform = new TreeMap<>();
        contract.marginSchedules().forEach((name, id) -> {
            int slash = name.indexOf('/');
            if (slash >= 0) {
                byPlatform
                        .computeIfAbsent(name.substring(0, slash), platform -> new TreeMap<>())
                        .put(name.substring(slash + 1), id);
            }
        });
        if (byPlatform.isEmpty()) {
            return;
        }
        instrument.object("marginSchedules", platforms -> {
            for (Map.Entry<String, SortedMap<String, String>> platform : byPlatform.entrySet()) {
                platforms.object(platform.getKey(), classes -> {
                    for (Map.Entry<String, String> clientClass :
                            platform.getValue().entrySet()) {
                        writeSchedule(clientClass.getKey(), clientClass.getValue(), schedules, classes);
                    }
                });
            }
        });
    }

    private static void writeSchedule(
            String field, @Nullable String id, Map<String, MarginSchedule> schedules, VenueWriter instrument)
            throws IOException {
        if (id == null) {
            return;
        }
        MarginSchedule schedule = schedules.get(id);
        if (schedule == null) {
            throw new NotFoundException("Margin schedule \"" + id + "\" is not among the documents to write");
        }
        String bound = schedule.unit() == SizeUnit.CONTRACTS ? "contracts" : "numNonContractUnits";
        instrument.list(field, list -> {
            for (MarginTier tier : schedule.tiers()) {
                list.object(level -> {
                    level.plain(bound, tier.lowerBound());
                    level.plain("initialMargin", tier.initialMargin());
                    level.plain("maintenanceMargin", tier.maintenanceMargin());
                    level.kept(tier.extensions());
                });
            }
        });
    }

    /** Decimals of a step of 10, 1, 0.1 and so on; negative for 10 and above. */
    private static int precisionOf(Quantity step) {
        return step.value().stripTrailingZeros().scale();
    }
}
