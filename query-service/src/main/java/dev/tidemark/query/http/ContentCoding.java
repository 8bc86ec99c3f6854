package dev.tidemark.query.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The codings in which assets are available, best first. */
enum ContentCoding {
    BROTLI("br", ".br", "-br"),
    GZIP("gzip", ".gz", "-gz"),
    IDENTITY("identity", "", "");

    private static final Pattern ELEMENT =
            Pattern.compile("([!#$%&'*+.^_`|~0-9a-z-]+)(?:[ \t]*;[ \t]*q=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?))?");

    private final String token;
    private final String fileSuffix;
    private final String tagSuffix;

    ContentCoding(String token, String fileSuffix, String tagSuffix) {
        this.token = token;
        this.fileSuffix = fileSuffix;
        this.tagSuffix = tagSuffix;
    }

    /** The name in HTTP. */
    String token() {
        return token;
    }

    /** The suffix that the build appends to the name of the compressed file. */
    String fileSuffix() {
        return fileSuffix;
    }

    /** The suffix of entity tags, which differs between codings. */
    String tagSuffix() {
        return tagSuffix;
    }

    /**
     * The codings that a client accepts, in its order of preference; of equally preferred codings, best first (RFC 9110, section
     * 12.5.3). Without the header, only {@code identity} is used.
     *
     * @param headers the values of its Accept-Encoding headers
     */
    static List<ContentCoding> accepted(List<String> headers) {
        List<Weight> weights = new ArrayList<>();
        for (String element : String.join(",", headers).toLowerCase(Locale.ROOT).split(",")) {
            Matcher parts = ELEMENT.matcher(element.strip());
            // Malformed elements are ignored.
            if (parts.matches()) {
                weights.add(
                        new Weight(parts.group(1), parts.group(2) == null ? 1 : Double.parseDouble(parts.group(2))));
            }
        }
        return List.of(values()).stream()
                .filter(coding -> coding.weight(weights) > 0)
                .sorted(Comparator.comparingDouble((ContentCoding coding) -> coding.weight(weights))
                        .reversed())
                .toList();
    }

    private double weight(List<Weight> weights) {
        Double any = null;
        for (Weight weight : weights) {
            if (weight.token.equals(token) || (this == GZIP && weight.token.equals("x-gzip"))) {
                return weight.q;
            }
            if (weight.token.equals("*")) {
                any = weight.q;
            }
        }
        if (this != IDENTITY) {
            return any == null ? 0 : any;
        }
        // Identity is acceptable unless it is excluded, but comes after the requested codings.
        return any != null && any == 0 ? 0 : 0.0001;
    }

    private record Weight(String token, double q) {}
}
