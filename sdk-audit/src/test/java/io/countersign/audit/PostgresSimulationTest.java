package io.countersign.audit;

class PostgresSimulationTest extends LedgerSimulation {
    PostgresSimulationTest() {
        super(new PostgresBackend(), 1_000);
    }
}
