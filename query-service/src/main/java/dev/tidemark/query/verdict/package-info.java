/** What is wrong, in one line. */
@NullMarked
package dev.tidemark.query.verdict;

import org.jspecify.annotations.NullMarked;
