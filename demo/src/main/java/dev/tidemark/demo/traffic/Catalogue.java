package dev.tidemark.demo.traffic;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** The products and search words that users choose from. */
final class Catalogue {

    private static final int PRODUCTS = 408;
    // Coprime to the number of products, so that popular products are spread over all categories.
    private static final int STRIDE = 31;
    private static final Popularity BY_PRODUCT = new Popularity(PRODUCTS);

    private static final List<String> CATEGORIES =
            List.of("lighting", "navigation", "rope", "clothing", "galley", "safety", "books", "tools");
    private static final Popularity BY_CATEGORY = new Popularity(CATEGORIES.size());

    private static final List<String> WORDS = List.of(
            "lantern",
            "brass",
            "compass",
            "rope",
            "boots",
            "knife",
            "oak",
            "lamp",
            "sextant",
            "chart",
            "wool",
            "kettle",
            "vest",
            "brass lamp",
            "teak",
            "mug",
            "winch",
            "canvas",
            "barometer",
            "flare",
            "copper",
            "cap",
            "steel knife",
            "almanac",
            "stove",
            "horn",
            "hawser",
            "cedar",
            "logbook",
            "jacket",
            "anchor",
            "amber",
            "100%",
            "pearl",
            "fender",
            "spanner",
            "salt water",
            "torch",
            "sealing wax",
            "iron",
            "long winters",
            "tin mug",
            "l'étoile");
    private static final Popularity BY_WORD = new Popularity(WORDS.size());

    private Catalogue() {}

    static int product(RandomGenerator random) {
        return 1 + BY_PRODUCT.next(random) * STRIDE % PRODUCTS;
    }

    static int missingProduct(RandomGenerator random) {
        return 100_000 + random.nextInt(1_000);
    }

    static String category(RandomGenerator random) {
        return CATEGORIES.get(BY_CATEGORY.next(random));
    }

    static String words(RandomGenerator random) {
        return encoded(WORDS.get(BY_WORD.next(random)));
    }

    static String encoded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }
}
