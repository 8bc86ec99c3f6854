package dev.tidemark.demo.shop.cart;

import dev.tidemark.demo.shop.http.Refusal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the ids of carts, which clients choose. */
public final class CartIds {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9-]{1,40}");

    private CartIds() {}

    /**
     * Returns the id.
     *
     * @throws Refusal if it is not in the expected form
     */
    public static String checked(@Nullable String cartId) {
        if (cartId == null || !FORM.matcher(cartId).matches()) {
            throw Refusal.badRequest("cart id \"" + cartId + "\": expected 1 to 40 letters, digits and hyphens");
        }
        return cartId;
    }
}
