package dev.opamp.javaagent.telemetry.prometheus;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reader of one generation of metrics that Prometheus reads from. It collects when it is asked,
 * from {@link #start} on. Address and looks can change while it is registered.
 */
public final class ScrapeReader implements MetricReader {

  private final IntConsumer scraped;
  private volatile CollectionRegistration registration = CollectionRegistration.noop();
  private ScrapeOutlet outlet;
  private ScrapeSettings settings;
  private boolean started;
  private @Nullable Exposition last;

  /**
   * Creates a reader that serves nothing yet.
   *
   * @param scraped told how many points a request was given
   */
  public ScrapeReader(ScrapeOutlet outlet, ScrapeSettings settings, IntConsumer scraped) {
    this.outlet = outlet;
    this.settings = settings;
    this.scraped = scraped;
  }

  /** Begins to serve. */
  public synchronized void start() {
    started = true;
    outlet.serve(exposition());
  }

  /** Lets requests wait. */
  public synchronized void suspend() {
    if (started) {
      outlet.content().pause();
    }
  }

  /** Answers requests again. */
  public synchronized void resume() {
    if (started) {
      outlet.content().resume();
    }
  }

  /** Goes on elsewhere, or with other looks. */
  public synchronized void follow(ScrapeOutlet nextOutlet, ScrapeSettings nextSettings) {
    outlet = nextOutlet;
    settings = nextSettings;
    if (started) {
      outlet.serve(exposition());
    }
  }

  /** Collects for the last time, for the next request. What was never served is nobody's. */
  public synchronized void finish() {
    if (started) {
      started = false;
      last = lastValues();
      outlet.content().keep(last);
    }
  }

  /** Brings the last values up to what was recorded too late, unless they are served already. */
  public synchronized void sweep() {
    if (last != null) {
      outlet.content().replace(last, lastValues());
      last = null;
    }
  }

  private Exposition lastValues() {
    AtomicInteger points = new AtomicInteger();
    MetricSnapshots values = settings.translated(() -> collect(points::set)).get();
    return new Exposition(
        () -> {
          scraped.accept(points.get());
          return values;
        },
        settings.hasSuffixes());
  }

  private Exposition exposition() {
    Supplier<MetricSnapshots> metrics = settings.translated(() -> collect(scraped));
    return new Exposition(
        () -> {
          synchronized (metrics) {
            return metrics.get();
          }
        },
        settings.hasSuffixes());
  }

  private Collection<MetricData> collect(IntConsumer counted) {
    Collection<MetricData> metrics = registration.collectAllMetrics();
    int points = 0;
    for (MetricData metric : metrics) {
      points += metric.getData().getPoints().size();
    }
    counted.accept(points);
    return metrics;
  }

  @Override
  public void register(CollectionRegistration given) {
    registration = given;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return AggregationTemporality.CUMULATIVE;
  }

  /** Does nothing: nothing is sent from here. */
  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  /** Does nothing: whoever made the reader calls {@link #finish}. */
  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
