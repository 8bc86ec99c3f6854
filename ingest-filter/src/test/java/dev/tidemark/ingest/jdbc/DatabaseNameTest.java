package dev.tidemark.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("java17")
class DatabaseNameTest {
    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", nullValues = "unknown", textBlock = """
                    jdbc:postgresql://db-1:5432/shop -> postgresql:db-1:5432/shop
                    jdbc:postgresql://db-1/shop?user=jo@x&password=hunter2 -> postgresql:db-1/shop
                    jdbc:postgresql://a:5432,b:5432/shop -> postgresql:a:5432,b:5432/shop
                    jdbc:postgresql:shop -> postgresql:shop
                    jdbc:postgresql://[::1]:5432/shop -> postgresql:[::1]:5432/shop
                    jdbc:mysql://jo:hunter2@db:3306/shop -> mysql:db:3306/shop
                    jdbc:mysql://jo:h@unter2@db:3306/shop -> mysql:db:3306/shop
                    jdbc:mysql://jo:hunter?2@db:3306/shop -> unknown
                    jdbc:mysql://jo:hunter;2@db:3306/shop -> unknown
                    jdbc:oracle:thin:jo/hunter2@db:1521:shop -> oracle:db:1521:shop
                    jdbc:oracle:thin:@//db:1521/shop -> oracle:db:1521/shop
                    jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db))) -> unknown
                    jdbc:sqlserver://db:1433;databaseName=shop;password=hunter2 -> sqlserver:db:1433
                    jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1 -> h2:mem:shop
                    jdbc:h2:mem: -> h2:mem:
                    postgres://db/shop -> unknown
                    """)
    void of_isThePlaceWithoutCredentialsAndParameters(String url, String name) {
        assertThat(DatabaseName.of(url)).isEqualTo(name);
    }

    @Test
    void of_noUrl_isUnknown() {
        assertThat(DatabaseName.of(null)).isNull();
    }
}
