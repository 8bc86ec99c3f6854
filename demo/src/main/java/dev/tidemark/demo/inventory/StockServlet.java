package dev.tidemark.demo.inventory;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;

/** {@code GET /stock/{sku}}. */
@SuppressWarnings("serial") // servlets are never serialised
final class StockServlet extends Endpoint {

    private final Stocks stocks;
    private final Warehouses warehouses;

    StockServlet(Stocks stocks, Warehouses warehouses) {
        this.stocks = stocks;
        this.warehouses = warehouses;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String sku = element(request, "/stock/{sku}");
        Stock stock = stocks.stock(sku)
                .orElseThrow(
                        () -> new Refusal(HttpServletResponse.SC_NOT_FOUND, "there is no product \"" + sku + "\""));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sku", stock.sku());
        fields.put("available", stock.available());
        fields.put("city", warehouses.city(stock.warehouse()));
        Answers.write(response, HttpServletResponse.SC_OK, fields);
    }
}
