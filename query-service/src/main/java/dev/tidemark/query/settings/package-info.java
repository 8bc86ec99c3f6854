/** Settings. They are validated strictly, so that an invalid value prevents the start instead of failing later. */
@NullMarked
package dev.tidemark.query.settings;

import org.jspecify.annotations.NullMarked;
