package dev.tidemark.demo.traffic;

/**
 * One request of a user.
 *
 * @param path the path and query, encoded
 * @param body the JSON body; empty if there is none
 */
record Step(String method, String path, String body) {

    static Step get(String path) {
        return new Step("GET", path, "");
    }

    static Step post(String path, String body) {
        return new Step("POST", path, body);
    }
}
