/** The diagnosis on the public PetShop data set: does it name the right service, and is it quiet where nothing happened? */
@NullMarked
package dev.tidemark.bench.petshop;

import org.jspecify.annotations.NullMarked;
