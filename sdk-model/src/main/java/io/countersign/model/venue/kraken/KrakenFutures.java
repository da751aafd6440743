package io.countersign.model.venue.kraken;

import io.countersign.model.market.ContractType;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.RawJson;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.VenueError;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Kraken's futures: the response of {@code instruments}. A contract is one {@link FuturesContract} and one {@link
 * MarginSchedule} for each client class that it names; a spot index is one {@link IndexDefinition}.
 *
 * <p>A margin level counts in contracts or, where it is published as {@code numNonContractUnits}, in quote notional. The
 * largest position is in contracts for inverse contracts and in units of the base asset for linear ones. Whether a contract
 * expires follows from {@code lastTradingTime}, not from its type. Tiers are read as marginal: Kraken's pages show rates by
 * level and no jump at a level's bound.
 */
public final class KrakenFutures implements VenueReader {
    /** Client class of {@code marginLevels}. */
    public static final String PROFESSIONAL = "professional";

    /** Client class of {@code retailMarginLevels}. */
    public static final String RETAIL = "retail";

    static final String INDEX_TYPE = "spot index";
    private static final RawJson SUCCESS = new RawJson.Text("success");

    private static final String VENUE = KrakenSpot.VENUE;
    private static final Map<String, Payoff> PAYOFFS = Map.of(
            "futures_inverse", Payoff.INVERSE, "futures_vanilla", Payoff.LINEAR, "flexible_futures", Payoff.LINEAR);

    private static final VenueReader READER = ResponseReader.of("kraken-futures")
            .marketsIn("instruments")
            .identifiedBy("symbol", "type")
            .documented("error", "errors", "result", "serverTime")
            .errors(KrakenFutures::errors)
            .reading(KrakenFutures::readInstrument);

    /** Documented fields that the model keeps without giving them a meaning yet. */
    private static final Set<String> EXPECTED = Set.of(
            "category", "pair", "isExpired", "makerProtectionMillis", "marginLevels", "retailMarginLevels", "tags");

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    static List<VenueError> errors(Map<String, RawJson> envelope) {
        List<VenueError> errors = new ArrayList<>(VenueError.in("error").in(envelope));
        errors.addAll(VenueError.in("errors").in(envelope));
        RawJson result = envelope.getOrDefault("result", SUCCESS);
        if (errors.isEmpty() && !result.equals(SUCCESS)) { // else they say it in more words
            errors.add(new VenueError("result", result.json()));
        }
        return errors;
    }

    private static List<MarketDocument> readInstrument(Market market) {
        boolean index = market.text("type").filter(INDEX_TYPE::equals).isPresent();
        String kind = index ? "index-definition/" : "futures-contract/";
        VenueObject instrument = market.named(kind + VENUE + "/" + market.id());
        return index ? readIndex(instrument) : readContract(instrument);
    }

    private static List<MarketDocument> readIndex(VenueObject instrument) {
        IndexDefinition.Builder index = IndexDefinition.builder().venue(VENUE);
        instrument.requiredText("symbol").ifPresent(index::id);
        instrument.requiredText("type");
        instrument.requiredFlag("tradeable").ifPresent(index::tradeable);
        index.putAllExtensions(instrument.rest(EXPECTED));
        return instrument.isSound() ? List.of(index.build()) : List.of();
    }

    private static List<MarketDocument> readContract(VenueObject instrument) {
        FuturesContract.Builder contract = FuturesContract.builder().venue(VENUE);
        String symbol = instrument.requiredText("symbol").orElse("");
        contract.id(symbol);
        String venueType = instrument.requiredText("type").orElse("");
        Payoff payoff = PAYOFFS.get(venueType);
        if (payoff == null) {
            instrument.refuse("type", venueType, "Unknown instrument type");
            return List.of();
        }
        boolean inverse = payoff == Payoff.INVERSE;
        contract.venueType(venueType).payoff(payoff);
        contract.base(instrument.text("base")).quote(instrument.text("quote")).index(instrument.text("underlying"));
        instrument.requiredDecimal("contractSize", Amount::of).ifPresent(contract::contractSize);
        contract.contractSizeUnit(inverse ? SizeUnit.QUOTE_NOTIONAL : SizeUnit.BASE);
        instrument
                .requiredDecimal("tickSize", TickSize::of)
                .ifPresent(tick ->
                        contract.priceRule(PriceRule.builder().tickSize(tick).build()));
        contract.sizeRule(SizeRule.builder().lotStep(lotStep(instrument)).build());
        Optional<Amount> maxPosition = instrument.decimal("maxPositionSize", Amount::of);
        contract.maxPosition(maxPosition);
        contract.maxPositionUnit(maxPosition.map(size -> inverse ? SizeUnit.CONTRACTS : SizeUnit.BASE));
        contract.feeScheduleRef(instrument.text("feeScheduleUid"));
        contract.funding(funding(instrument));
        Optional<Instant> lastTradingAt = instrument.instant("lastTradingTime");
        contract.lastTradingAt(lastTradingAt);
        contract.type(lastTradingAt.isPresent() ? ContractType.FIXED_MATURITY : ContractType.PERPETUAL);
        contract.openedAt(instrument.instant("openingDate"));
        contract.impactMidSize(instrument.decimal("impactMidSize", Amount::of));
        instrument.requiredFlag("tradeable").ifPresent(contract::tradeable);
        contract.postOnly(instrument.flag("postOnly"));
        contract.isin(instrument.text("isin")).mtf(instrument.flag("mtf")).tradfi(instrument.flag("tradfi"));
        List<MarketDocument> documents = new ArrayList<>();
        schedule(instrument, symbol, "marginLevels", PROFESSIONAL).ifPresent(schedule -> {
            contract.putMarginSchedules(PROFESSIONAL, schedule.id());
            documents.add(schedule);
        });
        schedule(instrument, symbol, "retailMarginLevels", RETAIL).ifPresent(schedule -> {
            contract.putMarginSchedules(RETAIL, schedule.id());
            documents.add(schedule);
        });
        schedules(instrument, symbol).forEach((clientClass, schedule) -> {
            contract.putMarginSchedules(clientClass, schedule.id());
            documents.add(schedule);
        });
        contract.makerProtection(instrument.longInteger("makerProtectionMillis").map(Duration::ofMillis));
        instrument.textsIf("tags", tags -> !tags.isEmpty()).ifPresent(contract::tags);
        contract.putAllExtensions(instrument.rest(EXPECTED));
        if (instrument.isSound()) {
            documents.add(0, contract.build());
        }
        return documents;
    }

    /** Ten to the minus precision; a negative precision means steps of tens. */
    private static Optional<Quantity> lotStep(VenueObject instrument) {
        return instrument.integer("contractValueTradePrecision").flatMap(precision -> {
            try {
                return Optional.of(new Quantity(Decimals.stepOf(precision)));
            } catch (IllegalArgumentException e) {
                instrument.refuse(
                        "contractValueTradePrecision", precision.toString(), "More decimals than a size can have");
                return Optional.empty();
            }
        });
    }

    /** Absent only where neither of its terms is published. */
    private static Optional<FundingConfig> funding(VenueObject instrument) {
        if (!instrument.has("fundingRateCoefficient") && !instrument.has("maxRelativeFundingRate")) {
            return Optional.empty();
        }
        return Optional.of(FundingConfig.builder()
                .coefficient(instrument.decimal("fundingRateCoefficient", Amount::of))
                .maxAbsRate(instrument.decimal("maxRelativeFundingRate", Rate::of))
                .build());
    }

    /**
     * Schedules by platform and client class, such as {@code europa/retail}. A field of another shape than an object of objects
     * of lists that are not empty stays with the rest, as a whole.
     */
    private static SortedMap<String, MarginSchedule> schedules(VenueObject instrument, String symbol) {
        SortedMap<String, MarginSchedule> schedules = new TreeMap<>();
        if (!instrument.isTwoLevelsOfLists("marginSchedules")) {
            return schedules;
        }
        instrument.object("marginSchedules", platforms -> {
            for (String platform : platforms.names()) {
                platforms.object(platform, classes -> {
                    for (String clientClass : classes.names()) {
                        String name = platform + "/" + clientClass;
                        schedule(classes, symbol, clientClass, name)
                                .ifPresent(schedule -> schedules.put(name, schedule));
                    }
                    return Optional.of(classes);
                });
            }
            return Optional.of(platforms);
        });
        return schedules;
    }

    private static Optional<MarginSchedule> schedule(
            VenueObject instrument, String symbol, String field, String clientClass) {
        if (instrument.isEmptyList(field)) {
            return Optional.empty(); // stays with the rest, so that empty and absent stay apart
        }
        Optional<List<Level>> levels =
                instrument.list(field, element -> instrument.objectOf(element, level -> level(level)));
        if (levels.isEmpty() || !instrument.isSound()) {
            return Optional.empty();
        }
        Set<SizeUnit> units = new HashSet<>();
        levels.get().forEach(level -> units.add(level.unit()));
        if (units.size() != 1) {
            instrument.refuse(field, "", "Levels in contracts and levels in notional stand in one schedule");
            return Optional.empty();
        }
        return Optional.of(MarginSchedule.builder()
                .venue(VENUE)
                .id(symbol + ":" + clientClass)
                .unit(units.iterator().next())
                .application(MarginApplication.MARGINAL)
                .tiers(levels.get().stream().map(Level::tier).toList())
                .build());
    }

    private static Optional<Level> level(VenueObject level) {
        boolean inContracts = level.has("contracts");
        if (inContracts && level.has("numNonContractUnits")) {
            level.refuse("numNonContractUnits", "", "A level counts either in contracts or in other units");
            return Optional.empty();
        }
        Optional<Amount> bound = level.requiredDecimal(inContracts ? "contracts" : "numNonContractUnits", Amount::of);
        Optional<Rate> initial = level.requiredDecimal("initialMargin", Rate::of);
        Optional<Rate> maintenance = level.requiredDecimal("maintenanceMargin", Rate::of);
        if (!level.isSound() || bound.isEmpty() || initial.isEmpty() || maintenance.isEmpty()) {
            return Optional.empty();
        }
        MarginTier tier = MarginTier.builder()
                .lowerBound(bound.get())
                .initialMargin(initial.get())
                .maintenanceMargin(maintenance.get())
                .putAllExtensions(level.rest(Set.of()))
                .build();
        return Optional.of(new Level(inContracts ? SizeUnit.CONTRACTS : SizeUnit.QUOTE_NOTIONAL, tier));
    }

    private record Level(SizeUnit unit, MarginTier tier) {}
}
