@NullMarked
package dev.tidemark.query.requests;

import org.jspecify.annotations.NullMarked;
