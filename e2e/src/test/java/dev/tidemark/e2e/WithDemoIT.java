package dev.tidemark.e2e;

import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

/**
 * Everything that is tested on a running Tidemark with its demo. It is one class, so that one JVM runs all of it and starts Tidemark once.
 * One of the nested classes runs alone with {@code -Dit.test='WithDemoIT$SummaryIT'}.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
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

    /** Last, because the others expect a demo without faults. */
    @Nested
    @Order(Integer.MAX_VALUE)
    class FaultsIT extends Faults {}
}
