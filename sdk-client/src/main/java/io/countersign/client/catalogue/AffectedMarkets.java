package io.countersign.client.catalogue;

import io.countersign.client.rule.ConfigChange;
import io.countersign.client.rule.DocumentChange;
import io.countersign.model.market.Asset;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.InstrumentRiskStatus;
import io.countersign.model.market.MarginPoolLimit;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The markets that a change reaches: those whose documents differ, and those that refer to documents that differ. */
final class AffectedMarkets {
    private final Map<DocumentKind, Set<String>> touched = new EnumMap<>(DocumentKind.class);
    private final Set<DocumentId> named = new HashSet<>();

    private AffectedMarkets() {}

    /** By identity; of a market that is removed, as it was. */
    static SortedMap<DocumentId, Market> of(ConfigChange change) {
        AffectedMarkets affected = new AffectedMarkets();
        for (DocumentChange document : change.documents()) {
            affected.touch(document.id().kind(), document.id().id());
            document.before().ifPresent(affected::touch);
            document.after().ifPresent(affected::touch);
        }
        SortedMap<DocumentId, Market> markets = new TreeMap<>();
        affected.collect(change.before(), markets);
        affected.collect(change.after(), markets);
        return markets;
    }

    private void touch(MarketDocument document) {
        if (document instanceof Market market) {
            named.add(market.documentId());
        } else if (document instanceof MarketStatus status) {
            named.add(status.market());
        } else if (document instanceof InstrumentRiskStatus status) {
            named.add(status.market());
        } else if (document instanceof PositionLimit limit) {
            limit.market().ifPresent(named::add);
        } else if (document instanceof Asset asset) {
            asset.altName().ifPresent(name -> touch(DocumentKind.ASSET, name));
        } else if (document instanceof MarginPoolLimit limit) {
            touch(DocumentKind.ASSET, limit.asset());
        }
    }

    private void touch(DocumentKind kind, String name) {
        touched.computeIfAbsent(kind, k -> new HashSet<>()).add(name);
    }

    private void collect(ConfigSnapshot snapshot, SortedMap<DocumentId, Market> markets) {
        snapshot.documents().forEach((id, document) -> {
            if (document instanceof Market market && (named.contains(id) || isReached(market))) {
                markets.put(id, market);
            }
        });
    }

    private boolean isReached(Market market) {
        if (touched.containsKey(DocumentKind.SYSTEM_STATUS)
                || isTouched(DocumentKind.FEE_SCHEDULE, market.feeScheduleRef())) {
            return true;
        }
        if (market instanceof SpotMarket spot) {
            return isTouched(DocumentKind.ASSET, Optional.of(spot.base()))
                    || isTouched(DocumentKind.ASSET, Optional.of(spot.quote()));
        }
        FuturesContract contract = (FuturesContract) market;
        return touched.containsKey(DocumentKind.COLLATERAL_SCHEDULE)
                || isTouched(DocumentKind.ASSET, contract.settle())
                || isTouched(DocumentKind.INDEX_DEFINITION, contract.index())
                || contract.marginSchedules().values().stream()
                        .anyMatch(id -> isTouched(DocumentKind.MARGIN_SCHEDULE, Optional.of(id)));
    }

    private boolean isTouched(DocumentKind kind, Optional<String> id) {
        return id.filter(touched.getOrDefault(kind, Set.of())::contains).isPresent();
    }
}
