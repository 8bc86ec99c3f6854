package dev.tidemark.settings;

/** A program, or a library in somebody's program, that reads settings. */
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

    /** What the documentation calls it. */
    public String title() {
        return title;
    }
}
