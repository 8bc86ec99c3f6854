package dev.tidemark.demo;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** Settings from environment variables, each with a default; one that is empty counts as not set. */
public final class Environment {

    private final Map<String, String> variables;

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** A setting as it stands. */
    public String text(String name, String byDefault) {
        String value = variables.getOrDefault(name, "");
        return value.isBlank() ? byDefault : value.strip();
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException if it is not one, or out of its range
     */
    public int number(String name, int byDefault, int from, int to) {
        String value = text(name, Integer.toString(byDefault));
        try {
            int number = Integer.parseInt(value);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException(
                name + " is \"" + value + "\", but a whole number from " + from + " to " + to + " is expected");
    }

    /**
     * An address.
     *
     * @throws IllegalArgumentException if it has no host or not one of the schemes
     */
    public URI address(String name, String byDefault, String scheme) {
        String value = text(name, byDefault);
        try {
            URI address = new URI(value);
            if (scheme.equals(address.getScheme()) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Said below, as for an address without a host.
        }
        throw new IllegalArgumentException(
                name + " is \"" + value + "\", but an address such as " + byDefault + " is expected");
    }
}
