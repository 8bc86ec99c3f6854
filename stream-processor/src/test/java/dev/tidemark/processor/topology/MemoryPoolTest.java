package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryPoolTest {
    private static final long LIMIT = 10 * MemoryPool.LEAST;

    private final MemoryPool pool = new MemoryPool(LIMIT);
    private final MemoryPool.Share one = pool.share();
    private final MemoryPool.Share other = pool.share();

    @Test
    void share_mayUseWhatOthersDoNot() {
        one.add(LIMIT - 1);
        assertThat(one.isFull()).isFalse();
        one.add(1);
        assertThat(one.isFull()).isTrue();
        one.add(-1);
        assertThat(one.isFull()).isFalse();
    }

    @Test
    void share_hasALittle_whateverOthersUse() {
        one.add(2 * LIMIT);
        other.add(MemoryPool.LEAST - 1);
        assertThat(other.isFull()).isFalse();
        other.add(1);
        assertThat(other.isFull()).isTrue();

        one.release();
        assertThat(one.own()).isZero();
        assertThat(other.isFull()).isFalse();
    }

    @Test
    void share_ofASmallPool_isFullAtItsLimit() {
        MemoryPool.Share small = new MemoryPool(100).share();
        small.add(99);
        assertThat(small.isFull()).isFalse();
        small.add(1);
        assertThat(small.isFull()).isTrue();
    }
}
