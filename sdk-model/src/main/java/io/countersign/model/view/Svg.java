package io.countersign.model.view;

/**
 * A static picture as SVG markup, in the colours of the page around it: text and axes in {@code currentColor}, series in the
 * CSS variables {@code --countersign-series-1} and so on, which have defaults that read on light and on dark.
 *
 * @param markup one {@code svg} element with a title and a description for those who cannot see it
 */
public record Svg(String markup) implements Displayable {
    @Override
    public String toHtml() {
        return markup;
    }

    /** The picture as a file of its own. */
    public String toFile() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + markup;
    }

    @Override
    public String toString() {
        return markup;
    }
}
