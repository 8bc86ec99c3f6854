package dev.tidemark.demo.shop.cart;

import dev.tidemark.demo.shop.http.Refusal;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/** The endpoints of carts. */
@Controller("/cart/{cartId}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class CartController {

    private static final int MOST = 99;

    private final Carts carts;

    CartController(Carts carts) {
        this.carts = carts;
    }

    @Get
    Cart cart(String cartId) {
        return carts.cart(CartIds.checked(cartId));
    }

    @Post("/items")
    @Status(HttpStatus.CREATED)
    Cart add(String cartId, @Body Item item) {
        CartIds.checked(cartId);
        if (item.quantity() < 1 || item.quantity() > MOST) {
            throw Refusal.badRequest("quantity " + item.quantity() + ": expected 1 to " + MOST);
        }
        if (!carts.add(cartId, item.productId(), item.quantity())) {
            throw Refusal.notFound("there is no product " + item.productId());
        }
        return carts.cart(cartId);
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Item(int productId, int quantity) {}
}
