package io.countersign.audit;

class SqliteSimulationTest extends LedgerSimulation {
    SqliteSimulationTest() {
        super(new FileBackend(), 3_000);
    }
}
