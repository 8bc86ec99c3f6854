package dev.tidemark.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VirtualUserTest {

    private static final int STEPS = 20_000;

    @Test
    void visitor_ordersOnlyACartWithThings_andLooksAtTheOrderNext() {
        var user = new VirtualUser(new SplittableRandom(7));
        Set<String> filled = new HashSet<>();
        int orders = 0;

        for (int i = 0; i < STEPS; i++) {
            Step step = user.next();
            if (step.path().endsWith("/items") && !step.body().endsWith(":0}")) {
                filled.add(step.path().split("/")[2]);
                user.answered(201, "{}");
            } else if (step.path().equals("/orders")) {
                orders++;
                assertThat(filled).contains(step.body().split("\"")[3]);
                user.answered(201, "{\"id\":77,\"total_cents\":1}");
                assertThat(user.next()).isEqualTo(Step.get("/orders/77"));
                user.answered(200, "{}");
            } else {
                user.answered(200, "{}");
            }
        }

        assertThat(orders).isBetween(STEPS / 60, STEPS / 20);
    }

    @Test
    void visitor_withoutAnswers_neverOrders() {
        var user = new VirtualUser(new SplittableRandom(7));

        for (int i = 0; i < STEPS; i++) {
            assertThat(user.next().path()).isNotEqualTo("/orders");
            user.unanswered();
        }
    }

    @Test
    void slips_areOneOrTwoPercent_andIncludeMarkup() {
        var user = new VirtualUser(new SplittableRandom(7));
        List<String> slips = new ArrayList<>();

        for (int i = 0; i < STEPS; i++) {
            Step step = user.next();
            user.answered(200, "{}");
            if (step.path().matches("/search\\?q=(%3Cscript.*)?|/products/1\\d{5}|/wp-login.php")
                    || step.body().endsWith("\"quantity\":0}")) {
                slips.add(step.path());
            }
        }

        assertThat(slips).hasSizeBetween(STEPS / 100, STEPS / 50);
        assertThat(slips).contains("/search?q=%3Cscript%3Ealert%281%29%3C%2Fscript%3E");
    }
}
