package io.countersign.client.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.LedgerIntegrityException;
import io.countersign.model.change.ChangeEnded;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.journal.Actor;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import io.countersign.model.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What must be true of any flow of changes, and that {@code docs/change-flow.md} says what this one is. After a change of the table, run
 * this test with {@code -Dcountersign.write=true} to write page and picture anew, and look at both.
 */
class ChangeFlowTest {
    private static final Path PAGE = Path.of("..", "docs", "change-flow.md");
    private static final Path PICTURE = Path.of("..", "docs", "change-flow.svg");

    @Test
    void states_areAllReachable() {
        assertThat(after(ChangeState.DRAFT)).containsAll(EnumSet.allOf(ChangeState.class));
    }

    @ParameterizedTest
    @EnumSource
    void everyState_canEnd(ChangeState state) {
        assertThat(state.isTerminal() || after(state).stream().anyMatch(ChangeState::isTerminal))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void terminalStates_haveNoWayOut(ChangeState state) {
        assertThat(after(state).isEmpty()).isEqualTo(state.isTerminal());
    }

    @Test
    void onceTheExchangeMayHaveBeenTouched_theOnlyEndIsClosed() {
        assertThat(after(ChangeState.APPLYING))
                .filteredOn(ChangeState::isTerminal)
                .containsExactly(ChangeState.CLOSED);
    }

    @Test
    void closed_canOnlyBeReachedThroughTheExchange() {
        assertThat(after(ChangeState.DRAFT, EnumSet.of(ChangeState.APPLYING))).doesNotContain(ChangeState.CLOSED);
    }

    @Test
    void nothingButTheDesk_movesAChangeToWhatOnlyFactsCanSay() {
        Set<ChangeState> factual = EnumSet.of(
                ChangeState.APPROVED,
                ChangeState.VERIFYING,
                ChangeState.APPLIED,
                ChangeState.ROLLED_BACK,
                ChangeState.FAILED,
                ChangeState.EXPIRED,
                ChangeState.PAUSED);
        assertThat(ChangeFlow.transitions())
                .filteredOn(row -> row.to().filter(factual::contains).isPresent())
                .filteredOn(row -> row.doer() != ChangeFlow.Doer.DESK)
                .extracting(ChangeFlow.Transition::event)
                .containsExactly(ChangeEvents.UNSCHEDULED);
    }

    @Test
    void fold_entryThatTheFlowDoesNotAllow_isEvidenceOfTampering() {
        DeskFixture fixture = new DeskFixture();
        Change change = fixture.proposeTick("XXBTZUSD", "1");
        ChangeEnded closed =
                ChangeEnded.builder().changeId(change.id()).reason("forged").build();
        fixture.journal.append(AppendBatch.of(
                "forged",
                List.of(new EventDraft(
                        ChangeEvents.changeStream(change.id()),
                        ChangeEvents.CLOSED,
                        1,
                        Actor.of("mallory"),
                        DeskFixture.START,
                        JsonText.of(closed)))));

        assertThatThrownBy(() -> fixture.desk.load(change.id()))
                .isInstanceOf(LedgerIntegrityException.class)
                .hasMessageContaining("DRAFT");
    }

    @Test
    void page_isWhatTheTableSays() throws IOException {
        String page = page();
        String picture = FlowPicture.svg(ChangeFlow.transitions());
        if (Boolean.getBoolean("countersign.write")) {
            Files.writeString(PAGE, page);
            Files.writeString(PICTURE, picture);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
        assertThat(Files.readString(PICTURE)).isEqualTo(picture);
    }

    private static Set<ChangeState> after(ChangeState state) {
        return after(state, EnumSet.noneOf(ChangeState.class));
    }

    /** Every state that can follow, without going through some. */
    private static Set<ChangeState> after(ChangeState state, Set<ChangeState> avoided) {
        Set<ChangeState> seen = EnumSet.noneOf(ChangeState.class);
        Deque<ChangeState> todo = new ArrayDeque<>(List.of(state));
        if (state == ChangeState.DRAFT) {
            seen.add(state);
        }
        while (!todo.isEmpty()) {
            ChangeState from = todo.remove();
            for (ChangeFlow.Transition row : ChangeFlow.transitions()) {
                boolean leads = row.from().contains(from) && row.to().isPresent();
                if (leads
                        && !avoided.contains(row.to().get())
                        && seen.add(row.to().get())) {
                    todo.add(row.to().get());
                }
            }
        }
        return seen;
    }

    private static String page() {
        List<String> lines = new ArrayList<>();
        int arrows = ChangeFlow.transitions().stream()
                .mapToInt(row -> Math.max(1, row.from().size()))
                .sum();
        lines.add("# The flow of a change");
        lines.add("");
        lines.add(
                "A change is a stream of entries in the journal, and where it stands is a fold over them. This page is written from");
        lines.add("`ChangeFlow`, the table by which the desk refuses and the fold reads: " + ChangeState.values().length
                + " states, " + ChangeFlow.transitions().size() + " events,");
        lines.add(arrows + " ways from a state by an event.");
        lines.add("");
        lines.add("![The states, and which events lead from where to where](change-flow.svg)");
        lines.add("");
        lines.add("| # | who | does | event | from | to | when |");
        lines.add("|---|---|---|---|---|---|---|");
        int number = 0;
        for (ChangeFlow.Transition row : ChangeFlow.transitions()) {
            number++;
            lines.add("| " + number + " | " + words(row.doer()) + " | " + row.verb() + " | `" + row.event() + "` | "
                    + (row.from().isEmpty() ? "nothing" : names(row.from())) + " | "
                    + row.to().map(Enum::name).orElse("as before") + " | " + row.guard() + " |");
        }
        lines.add("");
        lines.add("## The states");
        lines.add("");
        lines.add("| state | what can follow |");
        lines.add("|---|---|");
        for (ChangeState state : ChangeState.values()) {
            String next = ChangeFlow.transitions().stream()
                    .filter(row -> row.from().contains(state))
                    .map(row -> row.verb().isEmpty()
                            ? row.event().substring(row.event().indexOf('.') + 1)
                            : row.verb())
                    .collect(Collectors.joining("; "));
            lines.add("| " + state + " | " + (state.isTerminal() ? "nothing: it is over" : next) + " |");
        }
        lines.add("");
        lines.add("## What is always true");
        lines.add("");
        lines.add("- Every state can be reached, and every change can end.");
        lines.add(
                "- Once the exchange may have been touched, the only end is CLOSED: nothing that touched production is cancelled out of");
        lines.add("  the record.");
        lines.add("- Whatever is refused is recorded too, as `" + ChangeEvents.REFUSED
                + "`, with who tried what and why not.");
        lines.add("- An entry that is not allowed where it stands is a `LedgerIntegrityException`, never a state.");
        lines.add("");
        return String.join("\n", lines);
    }

    private static String words(ChangeFlow.Doer doer) {
        return doer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String names(List<ChangeState> states) {
        return states.stream().map(Enum::name).collect(Collectors.joining(", "));
    }
}
