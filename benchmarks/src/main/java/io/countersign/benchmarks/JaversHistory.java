package io.countersign.benchmarks;

import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.javers.core.Javers;
import org.javers.core.JaversBuilder;
import org.javers.core.diff.changetype.map.MapChange;
import org.javers.repository.jql.JqlQuery;
import org.javers.repository.jql.QueryBuilder;
import org.javers.repository.sql.DialectName;
import org.javers.repository.sql.SqlRepositoryBuilder;
import org.javers.shadow.Shadow;

/**
 * The configuration changes of a history in JaVers on PostgreSQL: a commit for each market of the baseline, and one for each change, at
 * the time at which it was recorded. JaVers has one time: here, the recording.
 */
final class JaversHistory implements AutoCloseable {
    private static final int TRANSACTION = 500;

    private final Postgres server;
    private final Connection connection;
    private final Javers javers;
    private final Map<DocumentId, SortedMap<String, String>> markets = new HashMap<>();
    private Instant now = History.START;
    private int commits;

    private JaversHistory(Postgres server) throws SQLException {
        this.server = server;
        this.connection = server.connections().getConnection();
        connection.setAutoCommit(false);
        this.javers = JaversBuilder.javers()
                .registerJaversRepository(SqlRepositoryBuilder.sqlRepository()
                        .withConnectionProvider(() -> connection)
                        .withDialect(DialectName.POSTGRES)
                        .build())
                .withDateTimeProvider(() -> now.atZone(ZoneOffset.UTC))
                .registerEntity(MarketState.class)
                .build();
    }

    static JaversHistory open(Journal journal) throws SQLException, IOException {
        JaversHistory history = new JaversHistory(Postgres.startForQueries());
        try (EntryCursor entries = journal.read(EntryQuery.all())) {
            while (entries.hasNext()) {
                history.add(entries.next());
            }
        }
        history.connection.commit();
        history.server.analyze();
        return history;
    }

    private void add(JournalEntry entry) throws SQLException {
        now = entry.recordedAt();
        switch (entry.type()) {
            case ChangeEvents.DOCUMENT_RECORDED -> {
                MarketDocument document =
                        entry.payloadAs(DocumentRecorded.class).document();
                SortedMap<String, String> fields = new TreeMap<>();
                DocumentFields.of(document).forEach((path, value) -> fields.put(path, value.toString()));
                commit(entry, document.documentId(), fields);
            }
            case ChangeEvents.CONFIG_CHANGED -> {
                List<FieldChange> changes =
                        entry.payloadAs(ConfigChanged.class).changes().changes();
                DocumentId market = changes.get(0).document();
                SortedMap<String, String> fields = new TreeMap<>(markets.getOrDefault(market, new TreeMap<>()));
                for (FieldChange change : changes) {
                    fields.put(change.path(), change.after().orElseThrow().toString());
                }
                commit(entry, market, fields);
            }
            default -> {
                // The entry is about something else than the configuration in force.
            }
        }
    }

    private void commit(JournalEntry entry, DocumentId market, SortedMap<String, String> fields) throws SQLException {
        markets.put(market, fields);
        javers.commit(entry.actor().id(), new MarketState(market.id(), fields));
        commits++;
        if (commits % TRANSACTION == 0) {
            connection.commit();
        }
    }

    /** How many there are. */
    int commits() {
        return commits;
    }

    /** The fields of a market as they were recorded at an instant. */
    SortedMap<String, String> asOf(DocumentId market, Instant instant) {
        JqlQuery query = QueryBuilder.byInstanceId(market.id(), MarketState.class)
                .toInstant(instant)
                .limit(1)
                .build();
        List<Shadow<MarketState>> found = javers.findShadows(query);
        return found.get(0).get().fields;
    }

    /** How many fields of a market have been changed, one after the other. */
    long changes(DocumentId market) {
        JqlQuery query = QueryBuilder.byInstanceId(market.id(), MarketState.class)
                .withSnapshotTypeUpdate()
                .limit(Integer.MAX_VALUE)
                .build();
        return javers.findChanges(query).getChangesByType(MapChange.class).stream()
                .mapToLong(change -> change.getEntryChanges().size())
                .sum();
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        server.close();
    }
}
