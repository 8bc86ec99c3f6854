/** The inventory: servlets that know how much there is of each thing, and keep things aside. */
@NullMarked
package dev.tidemark.demo.inventory;

import org.jspecify.annotations.NullMarked;
