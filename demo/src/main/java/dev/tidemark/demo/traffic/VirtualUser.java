package dev.tidemark.demo.traffic;

import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user of the shop: looks at products, fills a cart, orders, looks at the order, and starts over. About one step in seventy is a
 * mistake or an attack. Not thread-safe.
 */
final class VirtualUser {

    private static final int CREATED = 201;
    private static final int ENOUGH = 5;
    private static final Pattern ORDER_ID = Pattern.compile("\"id\":(\\d+)");

    private static final Weights<Wish> WISHES = new Weights<>(Map.of(
            Wish.LIST, 18.0,
            Wish.PRODUCT, 42.0,
            Wish.SEARCH, 17.0,
            Wish.ADD, 10.0,
            Wish.CART, 5.0,
            Wish.ORDER, 5.0,
            Wish.REPORT, 1.5,
            Wish.SLIP, 1.4));

    private static final Weights<Slip> SLIPS = new Weights<>(Map.of(
            Slip.MISSING_PRODUCT, 4.0,
            Slip.NO_QUANTITY, 2.0,
            Slip.NO_WORDS, 2.0,
            Slip.NO_SUCH_PAGE, 2.0,
            Slip.SCRIPT, 4.0));

    private enum Wish {
        LIST,
        PRODUCT,
        SEARCH,
        ADD,
        CART,
        ORDER,
        ORDERED,
        REPORT,
        SLIP
    }

    private enum Slip {
        MISSING_PRODUCT,
        NO_QUANTITY,
        NO_WORDS,
        NO_SUCH_PAGE,
        SCRIPT
    }

    private final RandomGenerator random;
    private String cart;
    private int things;
    private long order;
    private Wish wish = Wish.LIST;

    VirtualUser(RandomGenerator random) {
        this.random = random;
        this.cart = UUID.randomUUID().toString();
    }

    /** Returns the next request; {@link #answered} or {@link #unanswered} must be called after it. */
    Step next() {
        wish = order > 0 ? Wish.ORDERED : WISHES.next(random);
        if (wish == Wish.ADD && things >= ENOUGH) {
            wish = Wish.CART;
        }
        if (wish == Wish.ORDER && things == 0) {
            wish = Wish.PRODUCT;
        }
        return switch (wish) {
            case LIST -> Step.get("/products?category=" + Catalogue.category(random) + after());
            case PRODUCT -> Step.get("/products/" + Catalogue.product(random));
            case SEARCH -> Step.get("/search?q=" + Catalogue.words(random));
            case ADD -> item(Catalogue.product(random), 1 + random.nextInt(3));
            case CART -> Step.get("/cart/" + cart);
            case ORDER -> Step.post("/orders", "{\"cart_id\":\"" + cart + "\"}");
            case ORDERED -> Step.get("/orders/" + order);
            case REPORT -> Step.get("/reports/sales?days=" + (7 + random.nextInt(54)));
            case SLIP -> slip();
        };
    }

    private Step slip() {
        return switch (SLIPS.next(random)) {
            case MISSING_PRODUCT -> Step.get("/products/" + Catalogue.missingProduct(random));
            case NO_QUANTITY -> item(Catalogue.product(random), 0);
            case NO_WORDS -> Step.get("/search?q=");
            case NO_SUCH_PAGE -> Step.get("/wp-login.php");
            case SCRIPT -> Step.get("/search?q=" + Catalogue.encoded("<script>alert(1)</script>"));
        };
    }

    private String after() {
        return random.nextInt(3) == 0 ? "&after=" + random.nextInt(300) : "";
    }

    private Step item(int product, int quantity) {
        return Step.post("/cart/" + cart + "/items", "{\"product_id\":" + product + ",\"quantity\":" + quantity + "}");
    }

    /** Notes the answer to the last request. */
    void answered(int status, String body) {
        switch (wish) {
            case ADD -> things += status == CREATED ? 1 : 0;
            case ORDER -> {
                Matcher id = ORDER_ID.matcher(body);
                order = status == CREATED && id.find() ? Long.parseLong(id.group(1)) : 0;
                startOver();
            }
            case ORDERED -> order = 0;
            default -> {
                // Nothing to remember.
            }
        }
    }

    /** Notes that the last request had no answer. */
    void unanswered() {
        order = 0;
        startOver();
    }

    private void startOver() {
        cart = UUID.randomUUID().toString();
        things = 0;
    }
}
