/** Reports on sales. */
@NullMarked
package dev.tidemark.demo.shop.report;

import org.jspecify.annotations.NullMarked;
