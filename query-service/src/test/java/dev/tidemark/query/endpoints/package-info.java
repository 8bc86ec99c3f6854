@NullMarked
package dev.tidemark.query.endpoints;

import org.jspecify.annotations.NullMarked;
