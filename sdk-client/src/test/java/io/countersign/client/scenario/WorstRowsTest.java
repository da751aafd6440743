package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorstRowsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rows_ofAnyWeights_areTheHeaviestAndOfEqualsTheEarlier(long seed) {
        Random random = new Random(seed);
        WorstRows worst = new WorstRows(10);
        List<BigInteger> weights = new ArrayList<>();
        for (int row = 0; row < 500; row++) {
            long one = random.nextLong(seed == 3 ? 5 : Long.MAX_VALUE);
            long other = random.nextLong(seed == 1 ? 5 : Long.MAX_VALUE);
            weights.add(BigInteger.valueOf(one).multiply(BigInteger.valueOf(other)));
            worst.add(row, new BigDecimal(BigInteger.valueOf(one).multiply(BigInteger.valueOf(other))));
        }

        List<Integer> expected = IntStream.range(0, weights.size())
                .boxed()
                .sorted(Comparator.comparing((Integer row) -> weights.get(row)).reversed())
                .limit(10)
                .toList();
        assertThat(worst.rows()).isEqualTo(expected);
    }
}
