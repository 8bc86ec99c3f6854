package dev.tidemark.query.host;

import org.jspecify.annotations.Nullable;

/**
 * Which hosts are meant; null means all.
 *
 * @param host the name of a host
 * @param service only what applications of this service report
 */
record HostFilter(@Nullable String host, @Nullable String service) {

    boolean accepts(String ofHost, @Nullable String ofService) {
        return (host == null || host.equals(ofHost)) && (service == null || service.equals(ofService));
    }
}
