package dev.tidemark.e2e;

import org.junit.jupiter.api.Nested;

/**
 * Everything that is tested on a running Tidemark with its demo. It is one class, so that one JVM runs all of it and starts Tidemark once.
 * One of the nested classes runs alone with {@code -Dit.test='WithDemoIT$SummaryIT'}.
 */
class WithDemoIT {
    @Nested
    class BadInputIT extends BadInput {}

    @Nested
    class TopicContentsIT extends TopicContents {}

    @Nested
    class LogFormatsIT extends LogFormats {}

    @Nested
    class LogStreamIT extends LogStream {}

    @Nested
    class WhereTimeGoesIT extends WhereTimeGoes {}

    @Nested
    class SummaryIT extends Summary {}

    @Nested
    class LandingPageIT extends LandingPage {}

    @Nested
    class FaultsIT extends Faults {}
}
