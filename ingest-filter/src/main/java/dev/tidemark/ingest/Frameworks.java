package dev.tidemark.ingest;

/** The frameworks whose adapters call {@link Tidemark#configure} once they have read their configuration. */
final class Frameworks {
    private static final String[] ENTRIES = {
        "io.micronaut.context.ApplicationContext", "org.springframework.boot.SpringApplication"
    };

    private Frameworks() {}

    /** Whether the application can use one of them. */
    static boolean areExpected() {
        for (String entry : ENTRIES) {
            try {
                Class.forName(entry, false, Frameworks.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException | LinkageError e) {
                // The next one.
            }
        }
        return false;
    }
}
