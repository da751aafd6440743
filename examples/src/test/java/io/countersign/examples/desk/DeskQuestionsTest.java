package io.countersign.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.Approval;
import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.ChangeDelivery;
import io.countersign.analytics.ChangeQuestions;
import io.countersign.analytics.DriftNotice;
import io.countersign.analytics.EmergencyChange;
import io.countersign.analytics.FieldBlame;
import io.countersign.analytics.FieldTrouble;
import io.countersign.analytics.LedgerExporter;
import io.countersign.analytics.NativeLayer;
import io.countersign.client.desk.ChangeState;
import io.countersign.model.market.DocumentId;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People do anything at a desk, at random; everything that they may ask of an export of its journal is what they saw at the desk. An
 * export is asked after every part of a run, with and without a native layer that grew with it. {@code -Dcountersign.desk=N} plays so
 * many runs, {@code -Dcountersign.desk.seed=N} one of them again.
 */
class DeskQuestionsTest {
    private static final int RUNS = Integer.getInteger("countersign.desk", 2);
    private static final int PARTS = 3;
    private static final int ACTS = 300;

    /** So many runs must have come by every kind of answer. */
    private static final int COVERED_FROM = 20;

    private static final List<String> KINDS = List.of(
            "LIVE APPROVE",
            "LIVE REQUEST_CHANGES",
            "LIVE OVERRIDE",
            "LIVE VETO",
            "SUPERSEDED APPROVE",
            "approval carried over",
            "approval in another's place",
            "SELF_APPROVAL",
            "APPROVED_AND_CARRIED_OUT",
            "ALONE",
            "change failed",
            "change restored",
            "change carried out at its time",
            "emergency overdue",
            "emergency closed",
            "drift over",
            "drift open",
            "drift noticed twice",
            "field undone",
            "field corrected",
            "field blamed on a rollback");

    private final Set<String> covered = new ConcurrentSkipListSet<>();

    @TempDir
    Path directory;

    @Test
    void questions_afterAnythingAtTheDesk_areAnsweredAsByWhoWasThere() {
        Long one = Long.getLong("countersign.desk.seed");
        if (one != null) {
            play(one);
            return;
        }
        long first = System.nanoTime();
        LongStream.range(first, first + RUNS).parallel().forEach(this::play);
        if (RUNS >= COVERED_FROM) {
            assertThat(covered).as("runs that never get there show nothing").containsAll(KINDS);
        }
    }

    private void play(long seed) {
        RandomDesk desk = new RandomDesk(seed);
        Path grown = directory.resolve("grown-" + seed);
        for (int part = 1; part <= PARTS; part++) {
            desk.play(ACTS);
            LedgerExporter.builder().journal(desk.journal()).build().export(grown);
            NativeLayer.builder().build().update(grown);
            compare(desk, grown, "layer, part " + part + " of -Dcountersign.desk.seed=" + seed, seed);
        }
        Path whole = directory.resolve("whole-" + seed);
        LedgerExporter.builder().journal(desk.journal()).build().export(whole);
        compare(desk, whole, "files of -Dcountersign.desk.seed=" + seed, seed);
    }

    private void compare(RandomDesk desk, Path export, String when, long seed) {
        try (AuditWarehouse warehouse = AuditWarehouse.open(export)) {
            Diary diary = new Diary(desk, warehouse.manifest().knownUntil().orElseThrow());
            new PeopleQuestions(diary, warehouse, when).compare();
            new DeliveryQuestions(diary, warehouse, when).compare();
            new FieldQuestions(diary, desk.heads(), warehouse, when, new Random(seed)).compare();
            cover(desk, warehouse);
        }
    }

    private void cover(RandomDesk desk, AuditWarehouse warehouse) {
        for (Approval approval : warehouse.approvals()) {
            approval.verdict().ifPresent(verdict -> covered.add(approval.standing() + " " + verdict));
            cover("approval carried over", approval.carriedTo().isPresent());
            cover("approval in another's place", approval.onBehalfOf().isPresent());
        }
        ChangeQuestions changes = warehouse.changes();
        changes.segregationOfDuties()
                .forEach(violation -> covered.add(violation.kind().name()));
        for (ChangeDelivery delivery : changes.deliveries()) {
            cover("change failed", delivery.failed());
            cover("change restored", delivery.restoredAt().isPresent());
        }
        for (EmergencyChange emergency : changes.emergencies()) {
            cover("emergency overdue", emergency.overdue());
            cover("emergency closed", emergency.closedAt().isPresent());
        }
        for (DriftNotice notice : changes.drift()) {
            cover("drift over", notice.endedAt().isPresent());
            cover("drift open", notice.endedAt().isEmpty());
            cover("drift noticed twice", notice.notices() > 1);
        }
        for (FieldTrouble field : changes.errorProneFields()) {
            cover("field undone", field.undone() > 0);
            cover("field corrected", field.corrected() > 0);
        }
        for (DocumentId document : RandomDesk.BASELINE.documents().keySet()) {
            cover(
                    "field blamed on a rollback",
                    warehouse.blame(document).stream().anyMatch(FieldBlame::rollback));
        }
        for (Seen act : desk.seen()) {
            cover("change carried out at its time", act.act() == Act.TICK && Diary.isNow(act, ChangeState.APPLIED));
        }
    }

    private void cover(String kind, boolean isSeen) {
        if (isSeen) {
            covered.add(kind);
        }
    }
}
