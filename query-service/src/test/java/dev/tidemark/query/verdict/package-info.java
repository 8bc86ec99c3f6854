@NullMarked
package dev.tidemark.query.verdict;

import org.jspecify.annotations.NullMarked;
