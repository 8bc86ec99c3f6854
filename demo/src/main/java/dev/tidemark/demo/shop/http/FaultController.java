package dev.tidemark.demo.shop.http;

import dev.tidemark.demo.fault.Fault;
import dev.tidemark.demo.fault.Faults;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** Turns the shop's faults on and off. */
@Controller("/faults")
final class FaultController {

    private final Faults faults;

    FaultController(Faults faults) {
        this.faults = faults;
    }

    @Get
    Active active() {
        return new Active(faults.active());
    }

    @Put("/{name}")
    Active switchOn(String name) {
        faults.switchOn(Fault.named(name)
                .orElseThrow(() -> Refusal.notFound("fault \"" + name + "\": expected one of " + Fault.names())));
        return active();
    }

    @Delete
    Active clear() {
        faults.clear();
        return active();
    }

    @Serdeable
    record Active(List<String> active) {}
}
