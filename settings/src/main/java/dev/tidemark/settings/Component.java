package dev.tidemark.settings;

/** A program, or a library inside an application, that reads settings. */
public enum Component {
    FILTER("filter"),
    PROCESSOR("stream processor"),
    QUERY_SERVICE("query service"),
    SHOP("demo: shop"),
    INVENTORY("demo: inventory"),
    TRAFFIC("demo: traffic");

    private final String title;

    Component(String title) {
        this.title = title;
    }

    /** Its name in the documentation. */
    public String title() {
        return title;
    }
}
