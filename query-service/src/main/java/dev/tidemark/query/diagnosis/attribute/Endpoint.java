package dev.tidemark.query.diagnosis.attribute;

/** An endpoint: its database id and its names. */
public record Endpoint(int id, String service, String method, String route) {
    /** The name in sentences. */
    public String text() {
        return service + " " + method + " " + route;
    }

    /** Whether {@code operation}, an HTTP call such as {@code GET /stock/{id}}, calls it. Parameters may have other names. */
    public boolean isCalledBy(String operation) {
        return template(operation).equals(template(method + " " + route));
    }

    private static String template(String text) {
        String plain = text.replaceAll("\\{[^/]*}", "{}");
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
