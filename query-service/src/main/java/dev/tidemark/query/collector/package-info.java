/** Watches the monitored PostgreSQL and Redis all the time, and publishes what it reads as samples. */
@NullMarked
package dev.tidemark.query.collector;

import org.jspecify.annotations.NullMarked;
