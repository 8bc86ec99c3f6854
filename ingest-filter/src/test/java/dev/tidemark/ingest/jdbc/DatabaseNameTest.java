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
                    jdbc:oracle:thin:scott/Secret;1@db:1521/shop -> unknown
                    jdbc:oracle:thin:jo/hunter2?x@//db:1521/shop -> unknown
                    jdbc:oracle:thin:jo/hunter2@//db:1521/shop -> oracle:db:1521/shop
                    jdbc:oracle:thin:jo/h@unter2@db:1521:shop -> oracle:db:1521:shop
                    jdbc:oracle:thin:jo/h//unter2@db:1521:shop -> oracle:db:1521:shop
                    jdbc:oracle:thin:jo/h//unter2;x@db:1521:shop -> unknown
                    jdbc:oracle:thin:jo/hunter2 -> unknown
                    jdbc:oracle:thin:@shop_alias -> oracle:shop_alias
                    jdbc:mysql://user:pa/ss?x@host/db -> unknown
                    jdbc:mysql://user:12/ss?x@host/db -> unknown
                    jdbc:mysql://user:12/ss?x=1@host/db -> unknown
                    jdbc:mysql://user:12/ss/34@host/db -> mysql:host/db
                    jdbc:mysql://user:p@ss/w?rd@host/db -> unknown
                    jdbc:mysql://user:12/ss&x@host:3306/db -> unknown
                    jdbc:mysql://jo:a@one:3306,jo:b@two:3306/shop -> mysql:two:3306/shop
                    jdbc:mysql://(host=one,user=jo,password=hunter2)/shop -> unknown
                    jdbc:mysql://address=(host=one)(user=jo)(password=hunter2)/shop -> unknown
                    jdbc:mysql:loadbalance://one:3306,two:3306/shop?user=jo -> mysql:loadbalance://one:3306,two:3306/shop
                    jdbc:mariadb:replication://one,two/shop -> mariadb:replication://one,two/shop
                    jdbc:postgresql:///shop -> postgresql:/shop
                    jdbc:postgresql://db-1:5432/ -> postgresql:db-1:5432
                    jdbc:postgresql://db-1:5432,[fe80::1]:5432/shop?password=hunter2 -> postgresql:db-1:5432,[fe80::1]:5432/shop
                    jdbc:postgresql://jo:hunter2/shop -> unknown
                    jdbc:sqlserver://h;user=a;password=b -> sqlserver:h
                    jdbc:sqlserver://h;user=a;password=b@c -> unknown
                    jdbc:sqlserver://h:1433;password={b;c} -> sqlserver:h:1433
                    jdbc:jtds:sqlserver://h:1433/shop;user=a;password=b -> jtds:sqlserver://h:1433/shop
                    jdbc:h2:mem:x;PASSWORD=hunter2 -> h2:mem:x
                    jdbc:h2:tcp://localhost/~/test;USER=sa;PASSWORD=hunter2 -> h2:tcp://localhost/~/test
                    jdbc:h2:file:/data/shop;CIPHER=AES -> h2:file:/data/shop
                    jdbc:derby:memory:shop;user=jo;password=hunter2 -> derby:memory:shop
                    jdbc:hsqldb:hsql://h:9001/shop;user=jo;password=hunter2 -> hsqldb:hsql://h:9001/shop
                    jdbc:sqlite:/data/shop.db -> sqlite:/data/shop.db
                    jdbc:db2://h:1/db:user=jo;password=hunter2; -> unknown
                    jdbc:db2://h:1/db -> db2:h:1/db
                    jdbc:informix-sqli://h:1533/db:INFORMIXSERVER=x;user=jo;password=hunter2 -> unknown
                    jdbc:informix-sqli:h:1533/db:user=jo;password=hunter2 -> unknown
                    jdbc:sybase:Tds:h:5000/db?USER=jo&PASSWORD=hunter2 -> unknown
                    jdbc:other:jo:hunter2 -> unknown
                    """)
    void of_isThePlaceWithoutCredentialsAndParameters(String url, String name) {
        assertThat(DatabaseName.of(url)).isEqualTo(name);
    }

    @Test
    void of_noUrl_isUnknown() {
        assertThat(DatabaseName.of(null)).isNull();
        assertThat(DatabaseName.scheme(null)).isNull();
        assertThat(DatabaseName.scheme("postgres://db/shop")).isNull();
        assertThat(DatabaseName.scheme("jdbc:MySQL://jo:hunter;2@db/shop")).isEqualTo("mysql");
    }
}
