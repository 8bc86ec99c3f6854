package dev.tidemark.query.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of the product, as it is sent.
 *
 * @param type its media type
 * @param caching its Cache-Control
 * @param tag the opaque part of its entity tag, made from its content
 * @param representations its bytes by coding
 */
record Asset(String type, String caching, String tag, Map<ContentCoding, byte[]> representations) {

    /** The first of these codings that there is; null if there is none. */
    @Nullable ContentCoding best(List<ContentCoding> accepted) {
        return accepted.stream()
                .filter(representations::containsKey)
                .findFirst()
                .orElse(null);
    }

    /** The bytes of a representation that there is. */
    byte[] bytes(ContentCoding coding) {
        return Objects.requireNonNull(representations.get(coding));
    }

    /** The strong entity tag of one representation. */
    String entityTag(ContentCoding coding) {
        return '"' + tag + coding.tagSuffix() + '"';
    }
}
