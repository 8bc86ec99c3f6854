package dev.tidemark.ingest.micronaut;

import io.micronaut.context.ApplicationContext;

/** A Micronaut application without HTTP. Run by {@link InjectOnlyTest}. */
final class InjectOnlyMain {
    private InjectOnlyMain() {}

    public static void main(String[] arguments) {
        try (ApplicationContext context = ApplicationContext.run()) {
            System.out.println("running=" + context.isRunning());
        }
    }
}
