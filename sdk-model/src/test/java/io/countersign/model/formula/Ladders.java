package io.countersign.model.formula;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Margin ladders for the tests of this package. */
final class Ladders {
    private Ladders() {}

    static BigDecimal d(String text) {
        return new BigDecimal(text);
    }

    static MarginLadder marginal(SizeUnit unit, MarginTier... tiers) {
        return MarginLadder.of(schedule(unit, MarginApplication.MARGINAL, List.of(tiers)));
    }

    static MarginLadder whole(SizeUnit unit, MarginTier... tiers) {
        return MarginLadder.of(schedule(unit, MarginApplication.WHOLE_POSITION, List.of(tiers)));
    }

    static MarginSchedule schedule(SizeUnit unit, MarginApplication application, List<MarginTier> tiers) {
        return MarginSchedule.builder()
                .venue("test")
                .id("schedule")
                .unit(unit)
                .application(application)
                .tiers(tiers)
                .build();
    }

    /** One to six tiers around a size, each dearer than the one before it, or, if asked, sometimes cheaper. */
    static List<MarginTier> tiers(Random random, BigDecimal size, boolean ascending) {
        List<MarginTier> tiers = new ArrayList<>();
        BigDecimal bound = BigDecimal.ZERO;
        BigDecimal rate = BigDecimal.ZERO;
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            BigDecimal next = BigDecimal.valueOf(1 + random.nextInt(80), 3);
            rate = ascending || random.nextBoolean() ? rate.add(next) : next;
            tiers.add(
                    MarginTier.of(bound.toPlainString(), rate.multiply(d("2")).toPlainString(), rate.toPlainString()));
            BigDecimal width = size.multiply(BigDecimal.valueOf(1 + random.nextInt(800), 3));
            bound = bound.add(width.max(d("0.000001"))).setScale(12, RoundingMode.HALF_EVEN);
        }
        return tiers;
    }

    /** What margin tiers count in. */
    static final SizeUnit[] UNITS = {SizeUnit.CONTRACTS, SizeUnit.BASE, SizeUnit.QUOTE_NOTIONAL};

    static <T> T one(Random random, T[] pool) {
        return pool[random.nextInt(pool.length)];
    }
}
