package dev.tidemark.bench.filter;

/** The routes that the requests of this benchmark call, in turn. */
final class Routes {
    static final int COUNT = 50;

    private final String[] routes = new String[COUNT];
    private final String[] paths = new String[COUNT];
    private volatile int served;

    Routes() {
        for (int i = 0; i < COUNT; i++) {
            routes[i] = "/orders/{id}/items/" + i;
            paths[i] = "/orders/" + (4_000 + i) + "/items/" + i;
        }
    }

    String route(int i) {
        return routes[i % COUNT];
    }

    String path(int i) {
        return paths[i % COUNT];
    }

    /** Stands for the application, which the compiler must not remove. */
    void serve(int i) {
        if (i == -1) {
            served++;
        }
    }
}
