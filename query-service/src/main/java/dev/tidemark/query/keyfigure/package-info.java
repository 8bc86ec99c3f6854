/** The figures that the landing page shows of every monitored part: now, on average, at most, and over time. */
@NullMarked
package dev.tidemark.query.keyfigure;

import org.jspecify.annotations.NullMarked;
