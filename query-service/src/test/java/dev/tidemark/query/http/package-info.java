@NullMarked
package dev.tidemark.query.http;

import org.jspecify.annotations.NullMarked;
