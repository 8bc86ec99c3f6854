@NullMarked
package dev.tidemark.demo.database;

import org.jspecify.annotations.NullMarked;
