package dev.opamp.javaagent.testing.benchmarks.cost;

import io.opentelemetry.api.trace.Span;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One operation each; {@link Cost} runs them in turns. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SdkCost {

  /**
   * {@code raw} is the SDK alone, {@code managed} the SDK as applications get it from the agent.
   */
  @Param({"raw", "managed"})
  public String sdk = "raw";

  private Operations sampled;
  private Operations unsampled;

  /** Builds both of them, so that every fork has loaded the same classes. */
  @Setup
  public void build() {
    sampled = operations(Sdks.Sampling.ALL);
    unsampled = operations(Sdks.Sampling.NONE);
  }

  private Operations operations(Sdks.Sampling sampling) {
    Sdks sdks = new Sdks(sampling);
    return new Operations(sdk.equals("raw") ? sdks.raw() : sdks.managed());
  }

  /** Starts and ends a recorded span. */
  @Benchmark
  public Span spanSampled(ProcessorShare share) {
    return sampled.span();
  }

  /** Starts and ends a span that is not recorded. */
  @Benchmark
  public Span spanNotSampled(ProcessorShare share) {
    return unsampled.span();
  }

  /** Adds to a counter. */
  @Benchmark
  public void counterAdd(ProcessorShare share) {
    sampled.add();
  }

  /** Records in a histogram. */
  @Benchmark
  public void histogramRecord(ProcessorShare share) {
    sampled.record();
  }

  /** Emits a log record. */
  @Benchmark
  public void logEmit(ProcessorShare share) {
    sampled.emit();
  }
}
