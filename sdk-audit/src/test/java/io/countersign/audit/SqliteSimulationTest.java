package io.countersign.audit;

class SqliteSimulationTest extends LedgerSimulation {
    SqliteSimulationTest() {
        super(new FileBackend(), 1_500);
    }
}
