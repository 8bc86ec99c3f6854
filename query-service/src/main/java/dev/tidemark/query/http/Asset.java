package dev.tidemark.query.http;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A static file of the pages.
 *
 * @param type the media type
 * @param caching the Cache-Control header
 * @param tag the opaque part of the entity tag, a hash of the content
 * @param representations the content by coding
 */
record Asset(String type, String caching, String tag, Map<ContentCoding, byte[]> representations) {

    /** Returns the first of these codings in which the file is available; null if there is none. */
    @Nullable ContentCoding best(List<ContentCoding> accepted) {
        return accepted.stream()
                .filter(representations::containsKey)
                .findFirst()
                .orElse(null);
    }

    /** Returns the content in a coding that is available. */
    byte[] bytes(ContentCoding coding) {
        return Objects.requireNonNull(representations.get(coding));
    }

    /** The strong entity tag of one representation. */
    String entityTag(ContentCoding coding) {
        return '"' + tag + coding.tagSuffix() + '"';
    }
}
