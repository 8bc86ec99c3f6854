/** Downloads of what the features know, as CSV or JSON. The features contribute the tables. */
@NullMarked
package dev.tidemark.query.export;

import org.jspecify.annotations.NullMarked;
