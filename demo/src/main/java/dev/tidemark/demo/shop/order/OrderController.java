package dev.tidemark.demo.shop.order;

import dev.tidemark.demo.shop.cart.CartIds;
import dev.tidemark.demo.shop.http.Refusal;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The endpoints of orders. */
@Controller("/orders")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OrderController {

    private final Checkout checkout;
    private final Orders orders;

    OrderController(Checkout checkout, Orders orders) {
        this.checkout = checkout;
        this.orders = orders;
    }

    @Post
    HttpResponse<Order.Receipt> place(@Body Wanted wanted) {
        Order.Receipt receipt = checkout.buy(CartIds.checked(wanted.cartId()));
        return HttpResponse.created(receipt, URI.create("/orders/" + receipt.id()));
    }

    @Get("/{id}")
    Order order(long id) {
        return orders.order(id).orElseThrow(() -> Refusal.notFound("there is no order " + id));
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Wanted(@Nullable String cartId) {}
}
