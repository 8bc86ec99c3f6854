package dev.tidemark.demo.traffic;

/**
 * One request of a user.
 *
 * @param path with its query, encoded
 * @param body JSON; empty if it has none
 */
record Step(String method, String path, String body) {

    static Step get(String path) {
        return new Step("GET", path, "");
    }

    static Step post(String path, String body) {
        return new Step("POST", path, body);
    }
}
