@NullMarked
package dev.tidemark.bench.petshop;

import org.jspecify.annotations.NullMarked;
