package dev.annals.processor.index.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.Container;

class ChunkCodecTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 4095, 4096, 4097, 30_000, 65_535, 65_536})
    void everyWayOfKeepingAChunkGivesTheSameNumbers(int size) {
        for (boolean inRuns : new boolean[] {false, true}) {
            BitSet expected = numbers(size, inRuns, new Random(size));
            byte[] open = open(expected);
            byte[] sealed = ChunkCodec.seal(open);

            assertThat(sealed.length).isLessThanOrEqualTo(8193);
            assertThat(numbers(ChunkCodec.readOpen(open))).isEqualTo(expected);
            assertThat(numbers(ChunkCodec.readSealed(sealed))).isEqualTo(expected);
            long[] bits = new long[ChunkCodec.WORDS];
            ChunkCodec.addSealed(sealed, bits);
            assertThat(BitSet.valueOf(bits)).isEqualTo(expected);
            ChunkCodec.addOpen(open, bits);
            assertThat(numbers(Objects.requireNonNull(ChunkCodec.fromBits(bits))))
                    .isEqualTo(expected);
        }
    }

    private static BitSet numbers(int size, boolean inRuns, Random random) {
        BitSet numbers = new BitSet();
        int set = 0;
        while (set < size) {
            int from = size == 65_536 ? set : random.nextInt(65_536);
            int to = Math.min(65_536, from + (inRuns ? 1 + random.nextInt(500) : 1));
            for (int i = from; i < to && set < size; i++) {
                set += numbers.get(i) ? 0 : 1;
                numbers.set(i);
            }
        }
        return numbers;
    }

    private static byte[] open(BitSet numbers) {
        byte[] open = new byte[2 * numbers.cardinality()];
        int length = 0;
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            open[length++] = (byte) number;
            open[length++] = (byte) (number >>> 8);
        }
        return open;
    }

    private static BitSet numbers(Container container) {
        BitSet numbers = new BitSet();
        container.forEach((char) 0, numbers::set);
        assertThat(container.getCardinality()).isEqualTo(numbers.cardinality());
        return numbers;
    }
}
