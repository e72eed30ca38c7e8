package dev.opamp.javaagent.telemetry.prometheus;

import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A reader that Prometheus reads from. Its listening socket is bound when it is built; it is served
 * there only once it is in force, and follows whatever was served there before.
 */
public final class PrometheusReader implements MetricReader {

  private final PrometheusMetricReader metrics;
  private final ScrapeSockets sockets;
  private final ScrapeAddress address;
  private final ScrapeSocket socket;
  private final Exposition exposition;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Consumer<Collection<MetricData>> listener = scraped -> {};

  /**
   * @throws IllegalArgumentException when the address cannot be listened on
   */
  PrometheusReader(
      PrometheusMetricReader metrics,
      ScrapeSockets sockets,
      ScrapeAddress address,
      boolean suffixes) {
    this.metrics = metrics;
    this.sockets = sockets;
    this.address = address;
    this.socket = sockets.acquire(address);
    this.exposition = new Exposition(this::collect, suffixes);
  }

  /** Makes this the reader that is served at its address. */
  public void serve() {
    if (!closed.get()) {
      socket.serve(exposition);
    }
  }

  /** The port that is listened on, also when the document leaves it open. */
  public int port() {
    return socket.port();
  }

  /** Has somebody told of every collection. */
  public void onScrape(Consumer<Collection<MetricData>> next) {
    listener = next;
  }

  private synchronized MetricSnapshots collect() {
    return metrics.collect();
  }

  @Override
  public void register(CollectionRegistration registration) {
    metrics.register(new ObservedCollection(registration, scraped -> listener.accept(scraped)));
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return metrics.getAggregationTemporality(instrument);
  }

  /** Does nothing, as nothing is sent from here. */
  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    if (closed.compareAndSet(false, true)) {
      sockets.release(address);
    }
    return metrics.shutdown();
  }

  @Override
  public String toString() {
    return "PrometheusReader{" + address + "}";
  }
}
