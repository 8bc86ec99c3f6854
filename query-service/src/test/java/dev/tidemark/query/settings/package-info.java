@NullMarked
package dev.tidemark.query.settings;

import org.jspecify.annotations.NullMarked;
