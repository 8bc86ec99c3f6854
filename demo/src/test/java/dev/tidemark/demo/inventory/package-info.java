@NullMarked
package dev.tidemark.demo.inventory;

import org.jspecify.annotations.NullMarked;
