package io.oyl.ingest.store;

import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A vector into PostgreSQL's binary COPY format; stands in the package of what it measures. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class BinaryRowsBenchmark {
  private final float[] values = new float[384];

  public BinaryRowsBenchmark() {
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
  }

  @Benchmark
  public void vectors1000(Blackhole hole) throws SQLException {
    BinaryRows rows =
        new BinaryRows((bytes, offset, length) -> hole.consume(bytes[offset + length - 1]));
    for (int i = 0; i < 1000; i++) {
      rows.row(1).vector(values);
    }
    rows.end();
  }
}
