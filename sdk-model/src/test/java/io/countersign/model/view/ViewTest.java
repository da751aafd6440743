package io.countersign.model.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ViewTest {
    @Test
    void toMarkdown_cellsThatWouldBeMarkup_showAsTheyAre() {
        TextTable table = TextTable.of("a|b", "c").row("x | y\nz", "<b>*no*</b> \\ `[1](u)`");

        assertThat(table.toMarkdown())
                .isEqualTo("| a\\|b | c |\n| --- | --- |\n"
                        + "| x \\| y z | \\<b\\>\\*no\\*\\</b\\> \\\\ \\`\\[1\\](u)\\` |");
    }

    @Test
    void text_markup_isEscaped() {
        assertThat(Html.element("p", Html.Attributes.of("title", "a\"b"), Html.text("<script>&'\u0000")))
                .hasToString("<p title=\"a&quot;b\">&lt;script&gt;&amp;&#39;</p>");
        assertThatThrownBy(() -> Html.element("p onclick", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void table_cells_areEscapedAndHeaded() {
        assertThat(Html.table("Orders", List.of("id"), List.of(List.of("<1>"))).markup())
                .isEqualTo("<table><caption>Orders</caption><thead><tr><th scope=\"col\">id</th></tr></thead>"
                        + "<tbody><tr><td>&lt;1&gt;</td></tr></tbody></table>");
    }

    @Test
    void textTable_numbers_standToTheRight() {
        TextTable table = TextTable.of("market", "orders").row("XXBTZUSD", "7").row("é", "1200");

        assertThat(table).hasToString("""
                market    orders
                --------  ------
                XXBTZUSD       7
                é           1200""");
        assertThatThrownBy(() -> table.row("one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timeLine_stretches_areDrawnInsideAndToldInWords() {
        Instant from = Instant.parse("2026-02-01T00:00:00Z");
        Instant until = Instant.parse("2026-03-03T00:00:00Z");
        TimeLine line = TimeLine.of("Ticks <of> XBTUSD", from, until)
                .lane(
                        "/priceRule/tickSize",
                        List.of(
                                new TimeLine.Stretch(Instant.parse("2026-01-01T00:00:00Z"), from, "0.05"),
                                new TimeLine.Stretch(from.minusSeconds(5), from.plusSeconds(1_296_000), "0.1"),
                                new TimeLine.Stretch(from.plusSeconds(1_296_000), until.plusSeconds(5), "0.5")));

        Document svg = parse(line.toSvg());

        NodeList rects = svg.getElementsByTagName("rect");
        assertThat(rects.getLength()).as("one stretch lies outside").isEqualTo(2);
        Element first = (Element) rects.item(0);
        Element second = (Element) rects.item(1);
        int middle = Integer.parseInt(second.getAttribute("x"));
        assertThat(2 * middle).isCloseTo(Integer.parseInt(first.getAttribute("x")) + Canvas.RIGHT, within(1));
        assertThat(middle + Integer.parseInt(second.getAttribute("width"))).isLessThanOrEqualTo(Canvas.RIGHT);
        assertThat(first.getTextContent())
                .isEqualTo("/priceRule/tickSize: 0.1, 2026-01-31T23:59:55Z to 2026-02-16T00:00:00Z");
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("2026-02-07")
                .contains("/priceRule/tickSize: 0.05 from 2026-01-01T00:00:00Z, 0.1 from");
        assertThat(line.toHtml()).contains("Ticks &lt;of&gt; XBTUSD");
    }

    @Test
    void timeLine_manyLanesOrNone_sayWhatIsNotShown() {
        Instant from = Instant.parse("2026-02-01T00:00:00Z");
        TimeLine line = TimeLine.of("Many", from, from.plusSeconds(60));
        assertThat(line.toHtml()).contains("Nothing to show");
        for (int i = 0; i < TimeLine.LANES_MAX + 3; i++) {
            line = line.lane("lane " + i, List.of(new TimeLine.Stretch(from, from.plusSeconds(30), "x")));
        }

        assertThat(line.toHtml())
                .contains("3 more are not shown")
                .contains(">lane 14<")
                .doesNotContain(">lane 15<");
        assertThatThrownBy(() -> TimeLine.of("Empty", from, from)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void barChart_isWellFormedAndTellsWhatItShows() {
        Document svg = parse(BarChart.of("Orders <off>", "distance", "orders", "old", "new")
                .bar("0-10", BigDecimal.ONE, BigDecimal.TEN)
                .bar("10-20", new BigDecimal("-3"), BigDecimal.ZERO)
                .toSvg());

        assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("Orders <off>");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).contains("10-20: -3 / 0");
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void barChart_manyBars_labelsDoNotOverlap() {
        BarChart chart = BarChart.of("Many", "range", "orders", "orders");
        for (int i = 0; i < 60; i++) {
            chart = chart.bar("from " + i * 1000, BigDecimal.valueOf(i));
        }

        assertNoOverlap(parse(chart.toSvg()));
    }

    @Test
    void lineChart_overTime_labelsDoNotOverlapAndStayInside() {
        List<LineChart.Point> points = new ArrayList<>();
        for (int day = 0; day < 40; day++) {
            points.add(LineChart.Point.at(
                    Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * day),
                    BigDecimal.valueOf(day * 1_000_000L)));
        }

        assertNoOverlap(parse(LineChart.overTime("Open interest", "contracts")
                .line("PI_XBTUSD", points)
                .toSvg()));
    }

    @Test
    void charts_withoutData_sayNothingToShow() {
        assertThat(BarChart.of("Empty", "x", "y", "s").toSvg().markup()).contains("Nothing to show");
        assertThat(LineChart.of("Empty", "x", "y").toSvg().markup()).contains("Nothing to show");
    }

    private static void assertNoOverlap(Document svg) {
        NodeList texts = svg.getElementsByTagName("text");
        int labels = 0;
        int freeFrom = 0;
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getAttribute("y").equals(Integer.toString(Canvas.BOTTOM + 18))) {
                int half = Canvas.widthOf(text.getTextContent()) / 2;
                int middle = Integer.parseInt(text.getAttribute("x"));
                assertThat(middle - half).isGreaterThanOrEqualTo(freeFrom);
                assertThat(middle + half).isLessThanOrEqualTo(Canvas.WIDTH);
                freeFrom = middle + half;
                labels++;
            }
        }
        assertThat(labels).isBetween(3, 20);
    }

    private static Document parse(Svg svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg.toFile())));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("The picture is not XML", e);
        }
    }
}
