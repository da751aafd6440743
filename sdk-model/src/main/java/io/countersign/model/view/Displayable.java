package io.countersign.model.view;

/** A value that can show itself in a page or a notebook. Implemented by values of this project and by its users. */
public interface Displayable {
    /** A fragment of HTML, escaped, without scripts; it stands on its own inside any page. */
    String toHtml();
}
